import type { WhoAsks } from "../answer/who-asks.ts";
import type { World } from "./open-world.ts";
import { UsageError } from "./usage-error.ts";

export interface AsOptions {
	readonly as?: string;
	readonly asGroup: readonly string[];
}

/** Manifests and snapshot files know nobody who asks. */
export function nobodyAsks(): UsageError {
	return new UsageError(
		"who asks? give --as, such as `--as sa:NAMESPACE/NAME`, `--as user:NAME` or `--as group:NAME`",
	);
}

/** Who `--as` and `--as-group` say; nobody said, whoever the live cluster takes us for. */
export async function whoIsAsking(
	world: World,
	{ as, asGroup }: AsOptions,
): Promise<WhoAsks | { readonly error: string }> {
	const { whoAsks } = await import("../answer/who-asks.ts");
	if (as !== undefined) return whoAsks(world.grants, as, asGroup);
	const [first, ...others] = asGroup;
	if (first !== undefined) return whoAsks(world.grants, `group:${first}`, others);
	if (world.connection === undefined) throw nobodyAsks();
	const { reviewSelf } = await import("../load/live/ask-server.ts");
	const { username, groups } = await reviewSelf(world.connection);
	return {
		identity: { name: username, groups },
		notes: [`asked as yourself, ${username}`],
		warnings: [],
	};
}

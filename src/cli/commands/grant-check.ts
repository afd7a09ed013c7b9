import { Command, Option } from "commander";
import type { Manner } from "../../model/grant-check.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { asked } from "../asked.ts";
import { readsCluster } from "../cluster-options.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { inEachWorld } from "../in-each-world.ts";
import type { Io } from "../io.ts";
import { appended } from "../listed.ts";
import { openWorld, type World } from "../open-world.ts";
import { type CommonOptions, examples, withCommonOptions } from "../options.ts";
import { readingStdinOnce } from "../reading-stdin-once.ts";
import { tellAround } from "../tell-around.ts";
import type { Teller } from "../teller.ts";
import { UsageError } from "../usage-error.ts";
import { type AsOptions, nobodyAsks, whoIsAsking } from "../who-is-asking.ts";

interface GrantCheckOptions extends CommonOptions, AsOptions {
	readonly existing: readonly string[];
	readonly by: Manner;
}

/** `rolecall grant-check`: would the server let this subject write these roles and bindings? */
export function grantCheckCommand(io: Io, exit: (code: ExitCode) => void): Command {
	const command = new Command("grant-check")
		.summary("would the server let this subject write these roles and bindings?")
		.description(
			"Would the API server let this subject write the roles and bindings of -f? Nobody gives what they do not hold: the check of every role and binding, with the server's words where it refuses, the rules that ask for too much, and what would let all of it pass. What -f names is not there yet: what is comes from --existing, a cluster or a snapshot file.",
		)
		.optionsGroup("Question:")
		.option("--as <subject>", "who writes: sa:NAMESPACE/NAME, user:NAME or group:NAME")
		.option("--as-group <group>", "a group of theirs (repeatable)", appended, [])
		.option(
			"--existing <path>",
			"manifests of what stands there already: a file, folder, glob or - (repeatable)",
			appended,
			[],
		)
		.addOption(
			new Option(
				"--by <how>",
				"how it is written: apply, server-side-apply, update (default: apply)",
			)
				.choices(["apply", "server-side-apply", "update"])
				.default("apply"),
		);
	return withCommonOptions(command)
		.addHelpText(
			"after",
			examples(io, [
				"rolecall grant-check --as sa:ci/deployer -f deploy/ --existing cluster/",
				"rolecall grant-check --as sa:argocd/argocd-server --context prod -f app.yaml",
				"helm template chart | rolecall grant-check --as user:jane --live -f -",
			]),
		)
		.addHelpText(
			"after",
			"Exits with 0 when all may be written, 1 when something is refused, 3 for\nunknown, 2 for wrong input, 4 when a cluster or snapshot cannot be read.",
		)
		.action(async (options: GrantCheckOptions) => exit(await answer(io, options)));
}

async function answer(given: Io, options: GrantCheckOptions): Promise<ExitCode> {
	const isSaid = options.as !== undefined || options.asGroup.length > 0;
	if (!isSaid && !readsCluster(options)) throw nobodyAsks();
	checkFiles(options);
	const io = readingStdinOnce(given);
	return inEachWorld(io, options, async (world, teller) => {
		const { grantCheck } = await import("../../answer/grant-check.ts");
		const { identity } = asked(await whoIsAsking(world, options), teller);
		const manifests = await manifestsFor(io, options, world, teller);
		const found = grantCheck(world.grants, identity, manifests, { manner: options.by });
		await teller.answer({ kind: "GrantCheck", grantCheck: found });
		tellAround(found, teller);
		return exitCodeOf(found.verdict);
	});
}

function checkFiles({ filename, existing, remove }: GrantCheckOptions): void {
	if (filename.length === 0) {
		throw new UsageError("what is to be written? name manifests with -f");
	}
	if (remove === true) {
		throw new UsageError(
			"--remove takes objects away, and nobody is asked what they hold for that",
		);
	}
	if (filename.includes("-") && existing.includes("-")) {
		throw new UsageError(
			"standard input is either what is written or what is there: -f or --existing",
		);
	}
}

/** What is to be written, read on its own: it is no part of what stands there. */
async function manifestsFor(
	io: Io,
	{ existing: _existing, kubernetesVersion: _version, ...options }: GrantCheckOptions,
	{ grants, namespace }: World,
	teller: Teller,
): Promise<Snapshot> {
	const { kubernetesVersions } = await import("../../load/kubernetes-versions.ts");
	const { kubernetesVersion } = grants.snapshot;
	const isChosen = options.defaultNamespace !== undefined || namespace === "default";
	const read = await openWorld(
		io,
		{
			...options,
			bootstrapPolicy: false,
			...(!isChosen && { defaultNamespace: namespace }),
			...(kubernetesVersions.includes(kubernetesVersion) && { kubernetesVersion }),
		},
		teller,
	);
	return read.grants.snapshot;
}

import type { Snapshot } from "../model/snapshot.ts";
import { problemLines } from "../render/problems.ts";
import type { Grants } from "../resolve/grants.ts";
import type { Io } from "./io.ts";
import type { InputOptions } from "./options.ts";
import type { Teller } from "./teller.ts";
import { UsageError } from "./usage-error.ts";

/** Reads the manifests, says what is wrong with them, and makes them ready to be asked. */
export async function openGrants(io: Io, options: InputOptions, teller: Teller): Promise<Grants> {
	if (options.filename.length === 0) {
		throw new UsageError(
			"nothing to read: give manifests with -f, as a file, a folder, a quoted glob or - for standard input",
		);
	}
	const [{ loadSnapshot }, { resolveGrants }] = await Promise.all([
		import("../load/snapshot.ts"),
		import("../resolve/grants.ts"),
	]);
	const { defaultNamespace, kubernetesVersion } = options;
	const snapshot = loadSnapshot({
		filenames: options.filename,
		readStdin: io.readStdin,
		bootstrapPolicy: options.bootstrapPolicy,
		...(defaultNamespace !== undefined && { defaultNamespace }),
		...(kubernetesVersion !== undefined && { kubernetesVersion }),
	});
	report(snapshot, teller);
	if (isUnreadable(snapshot)) {
		throw new UsageError("nothing that was given could be read: there is nothing to answer from");
	}
	return resolveGrants(snapshot);
}

function report({ problems }: Snapshot, teller: Teller): void {
	const { verbose, strict } = teller.options;
	for (const line of problemLines(problems, verbose, teller.errStyle)) teller.line(line);
	const refused = problems.filter(({ severity }) => severity === "error").length;
	if (strict && refused > 0) {
		throw new UsageError(
			`the input has ${refused === 1 ? "an error" : `${refused} errors`}, which --strict does not let pass`,
		);
	}
}

/** No object of any use, and complaints instead. A folder of sound ConfigMaps is an answer: it grants nothing. */
function isUnreadable(snapshot: Snapshot): boolean {
	const { roles, bindings, accounts, workloads, groups, users, unread, problems } = snapshot;
	const granted = [...roles, ...bindings].filter(({ builtIn }) => !builtIn);
	const objects = [granted, accounts, workloads, groups, users, unread];
	return (
		objects.every((found) => found.length === 0) &&
		problems.some(({ severity }) => severity !== "note")
	);
}

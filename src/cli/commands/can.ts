import { Command } from "commander";
import { asked } from "../asked.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { openGrants } from "../open-grants.ts";
import {
	appended,
	type CommonOptions,
	examples,
	withCommonOptions,
	withScopeOptions,
} from "../options.ts";
import { questionWords, type ScopeOptions } from "../question-words.ts";
import { tellerOf } from "../teller.ts";
import { UsageError } from "../usage-error.ts";

interface CanOptions extends CommonOptions, ScopeOptions {
	readonly as?: string;
	readonly asGroup: readonly string[];
}

/** `rolecall can`: may this subject do this? why, why not? */
export function canCommand(io: Io, exit: (code: ExitCode) => void): Command {
	const command = new Command("can")
		.summary("may this subject do this? why, or why not?")
		.description(
			"May this subject do this? Yes comes with every grant that allows it, no with the nearest misses and the smallest grant that would.",
		)
		.argument("<verb>", "get, list, watch, create, update, patch, delete, … or any other verb")
		.argument("<target>", "RESOURCE[.GROUP][/SUBRESOURCE], RESOURCE/NAME or a /path")
		.argument("[name]", "the object's name")
		.optionsGroup("Question:")
		.option("--as <subject>", "who asks: sa:NAMESPACE/NAME, user:NAME or group:NAME")
		.option("--as-group <group>", "a group of theirs (repeatable)", appended, []);
	withScopeOptions(command).option("--subresource <name>", "log, exec, scale, status, …");
	return withCommonOptions(command)
		.addHelpText(
			"after",
			examples(io, [
				"rolecall can list pods --as sa:ci/deployer -n ci -f manifests/",
				"rolecall can get pods/log --as user:jane -n ci -f manifests/",
				"rolecall can update deployments.apps/scale web --as sa:ci/deployer -n ci -f .",
				"rolecall can get /healthz --as system:anonymous -f manifests/",
				"helm template chart | rolecall can create pods --as sa:ci/runner -n ci -f -",
			]),
		)
		.addHelpText("after", "Exits with 0 for yes, 1 for no, 3 for unknown, 2 for wrong input.")
		.action(async (verb: string, target: string, name: string | undefined, options: CanOptions) =>
			exit(await answer(io, questionWords(verb, target, name, options), options)),
		);
}

async function answer(
	io: Io,
	words: ReturnType<typeof questionWords>,
	options: CanOptions,
): Promise<ExitCode> {
	const [as, groups] = subjectWords(options);
	const teller = tellerOf(io, options);
	const grants = await openGrants(io, options, teller);
	const [{ can }, { questionOf }, { whoAsks }] = await Promise.all([
		import("../../answer/can.ts"),
		import("../../answer/question.ts"),
		import("../../answer/who-asks.ts"),
	]);
	const { identity } = asked(whoAsks(grants, as, groups), teller);
	const { request } = asked(questionOf(grants.snapshot, words), teller);
	const decision = can(grants, identity, request);
	await teller.answer({ kind: "Decision", decision });
	return exitCodeOf(decision.verdict);
}

/** A group alone asks as any member of it. */
function subjectWords({ as, asGroup }: CanOptions): readonly [string, readonly string[]] {
	if (as !== undefined) return [as, asGroup];
	const [first, ...others] = asGroup;
	if (first !== undefined) return [`group:${first}`, others];
	throw new UsageError(
		"who asks? give --as, such as `--as sa:NAMESPACE/NAME`, `--as user:NAME` or `--as group:NAME`",
	);
}

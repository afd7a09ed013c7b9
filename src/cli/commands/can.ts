import { Command } from "commander";
import { asked } from "../asked.ts";
import { readsCluster } from "../cluster-options.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { inEachWorld } from "../in-each-world.ts";
import type { Io } from "../io.ts";
import { appended } from "../listed.ts";
import { type CommonOptions, examples, withCommonOptions, withScopeOptions } from "../options.ts";
import { questionWords, type ScopeOptions } from "../question-words.ts";
import { type AsOptions, nobodyAsks, whoIsAsking } from "../who-is-asking.ts";

interface CanOptions extends CommonOptions, ScopeOptions, AsOptions {
	readonly askServer?: boolean;
	readonly watch?: boolean;
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
	withScopeOptions(command)
		.option("--subresource <name>", "log, exec, scale, status, …")
		.option("--ask-server", "let the live cluster settle an unknown")
		.option("--watch", "answer again when the live cluster changes");
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
	const isSaid = options.as !== undefined || options.asGroup.length > 0;
	if (!isSaid && !readsCluster(options)) throw nobodyAsks();
	return inEachWorld(io, options, async (world, teller) => {
		const { grants, namespace } = world;
		const [{ can }, { questionOf }] = await Promise.all([
			import("../../answer/can.ts"),
			import("../../answer/question.ts"),
		]);
		const { identity } = asked(await whoIsAsking(world, options), teller);
		const read = questionOf(grants.snapshot, { ...words, usualNamespace: namespace });
		const { request } = asked(read, teller);
		const decision = can(grants, identity, request);
		const settled =
			options.askServer === true
				? await (await import("../ask-server.ts")).settledByServer(world, decision, !isSaid)
				: decision;
		await teller.answer({ kind: "Decision", decision: settled });
		return exitCodeOf(settled.verdict);
	});
}

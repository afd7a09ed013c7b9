import { Command } from "commander";
import type { QuestionWords } from "../../answer/question.ts";
import type { Holder } from "../../model/answer.ts";
import { mastersGroup } from "../../model/identity.ts";
import { asked } from "../asked.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { inEachWorld } from "../in-each-world.ts";
import type { Io } from "../io.ts";
import type { World } from "../open-world.ts";
import { type CommonOptions, examples, withCommonOptions, withScopeOptions } from "../options.ts";
import { questionWords, type ScopeOptions } from "../question-words.ts";
import { tellAround } from "../tell-around.ts";
import type { Teller } from "../teller.ts";

type WhoCanOptions = CommonOptions & ScopeOptions & { readonly watch?: boolean };

/** `rolecall who-can`: who may do this? */
export function whoCanCommand(io: Io, exit: (code: ExitCode) => void): Command {
	const command = new Command("who-can")
		.summary("who may do this?")
		.description(
			"Who may do this? Every user, group and account that may, with the binding and role that say so and the known members of groups.",
		)
		.argument("<verb>", "get, list, watch, create, update, patch, delete, … or any other verb")
		.argument("<target>", "RESOURCE[.GROUP][/SUBRESOURCE], RESOURCE/NAME or a /path")
		.argument("[name]", "the object's name")
		.optionsGroup("Question:");
	withScopeOptions(command)
		.option("--subresource <name>", "log, exec, scale, status, …")
		.option("--watch", "answer again when the live cluster changes");
	return withCommonOptions(command)
		.addHelpText(
			"after",
			examples(io, [
				"rolecall who-can get secrets -n payments -f manifests/",
				"rolecall who-can create pods/exec -A -f manifests/",
				"rolecall who-can delete namespaces prod -f manifests/ -o wide",
			]),
		)
		.addHelpText(
			"after",
			"Exits with 0 for somebody, 1 for nobody, 3 for nobody known, 2 for wrong input.",
		)
		.action(
			async (verb: string, target: string, name: string | undefined, options: WhoCanOptions) =>
				exit(await answer(io, questionWords(verb, target, name, options), options)),
		);
}

async function answer(io: Io, words: QuestionWords, options: WhoCanOptions): Promise<ExitCode> {
	return inEachWorld(io, options, (world, teller) => holders(world, words, options, teller));
}

async function holders(
	{ grants, namespace }: World,
	words: QuestionWords,
	options: WhoCanOptions,
	teller: Teller,
): Promise<ExitCode> {
	const [{ whoCan }, { questionOf }] = await Promise.all([
		import("../../answer/who-can.ts"),
		import("../../answer/question.ts"),
	]);
	const { request } = asked(
		questionOf(grants.snapshot, { ...words, usualNamespace: namespace }),
		teller,
	);
	const everyNamespace = options.allNamespaces === true;
	const found = whoCan(grants, request, { everyNamespace });
	await teller.answer({ kind: "WhoCan", whoCan: found });
	tellAround(found, teller);
	teller.note("members of group:system:masters may do everything, outside RBAC");
	const isMasters = ({ subject }: Holder): boolean =>
		subject.kind === "Group" && subject.name === mastersGroup;
	if (!found.holders.every(isMasters)) return exitCodes.yes;
	return found.gaps.length > 0 ? exitCodes.unknown : exitCodes.no;
}

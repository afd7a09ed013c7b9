import { Command } from "commander";
import type { QuestionWords } from "../../answer/question.ts";
import type { Gap } from "../../model/answer.ts";
import { mastersGroup } from "../../model/identity.ts";
import type { Subject } from "../../model/subject.ts";
import { asked } from "../asked.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { inEachWorld } from "../in-each-world.ts";
import type { Io } from "../io.ts";
import type { World } from "../open-world.ts";
import {
	type CommonOptions,
	examples,
	programName,
	withCommonOptions,
	withScopeOptions,
} from "../options.ts";
import { permissionText } from "../permission-text.ts";
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
		.usage(
			`[options] <verb> <target> [name]\n       ${programName(io)} who-can [options] '<permission>'`,
		)
		.argument(
			"<verb>",
			"get, list, watch, create, update, patch, delete, … or any other verb; or a whole permission such as 'get,list secrets in *', 'all of …'",
		)
		.argument("[target]", "RESOURCE[.GROUP][/SUBRESOURCE], RESOURCE/NAME or a /path")
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
				"rolecall who-can 'get,list secrets outside payments' -f manifests/",
				"rolecall who-can 'all of create pods, get secrets' -n ci -f manifests/",
			]),
		)
		.addHelpText(
			"after",
			"Exits with 0 for somebody, 1 for nobody, 3 for nobody known, 2 for wrong input.",
		)
		.action(
			async (
				verb: string,
				target: string | undefined,
				name: string | undefined,
				options: WhoCanOptions,
			) => exit(await answer(io, [verb, target, name], options)),
		);
}

async function answer(
	io: Io,
	words: readonly (string | undefined)[],
	options: WhoCanOptions,
): Promise<ExitCode> {
	const [verb = "", target = "", name] = words;
	const question = questionWords(verb, target, name, options);
	const permission = permissionText(words, options);
	return inEachWorld(io, options, (world, teller) =>
		permission === undefined
			? holders(world, question, options, teller)
			: permissionHoldersOf(world, permission, options, teller),
	);
}

/** Who has any or all of some permissions. */
async function permissionHoldersOf(
	world: World,
	text: string,
	options: WhoCanOptions,
	teller: Teller,
): Promise<ExitCode> {
	const [{ permissionHolders }, { IdentitySets }, { PermissionSets }, { askedPermissions }] =
		await Promise.all([
			import("../../answer/permission-holders.ts"),
			import("../../answer/identity-sets.ts"),
			import("../../sets/permission-sets.ts"),
			import("../asked-permissions.ts"),
		]);
	const sets = new PermissionSets();
	const question = askedPermissions(sets, text, world, options, teller);
	const found = permissionHolders(new IdentitySets(world.grants, sets), question);
	await teller.answer({ kind: "PermissionHolders", permissionHolders: found });
	tellAround(found, teller);
	return exitCodeOf(found, teller);
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
	return exitCodeOf(found, teller);
}

/** Whatever bindings say, the group of masters counts for nobody. */
function exitCodeOf(
	found: {
		readonly holders: readonly { readonly subject: Subject }[];
		readonly gaps: readonly Gap[];
	},
	teller: Teller,
): ExitCode {
	teller.note("members of group:system:masters may do everything, outside RBAC");
	const isMasters = ({ subject }: { readonly subject: Subject }): boolean =>
		subject.kind === "Group" && subject.name === mastersGroup;
	if (!found.holders.every(isMasters)) return exitCodes.yes;
	return found.gaps.length > 0 ? exitCodes.unknown : exitCodes.no;
}

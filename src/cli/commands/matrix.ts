import { Command } from "commander";
import type { MatrixQuestion } from "../../answer/matrix.ts";
import type { KnownSubject } from "../../answer/subjects.ts";
import type { Matrix } from "../../model/answer.ts";
import { formatSubject } from "../../model/subject.ts";
import type { Grants } from "../../resolve/grants.ts";
import { asked } from "../asked.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { inEachWorld } from "../in-each-world.ts";
import type { Io } from "../io.ts";
import { appended, listed } from "../listed.ts";
import type { World } from "../open-world.ts";
import { type CommonOptions, examples, withCommonOptions } from "../options.ts";
import { type SubjectKind, subjectKindOf } from "../subject-kind.ts";
import { tellAround } from "../tell-around.ts";
import type { Teller } from "../teller.ts";

interface MatrixOptions extends CommonOptions {
	readonly as: readonly string[];
	readonly namespace: readonly string[];
	readonly resource: readonly string[];
	readonly verb: readonly string[];
	readonly group: readonly string[];
	readonly kind: readonly SubjectKind[];
	readonly permission: readonly string[];
	readonly expand?: boolean;
	readonly askServer?: boolean;
	readonly watch?: boolean;
}

/** `rolecall matrix`: what may these do; who may do what on this resource? */
export function matrixCommand(io: Io, exit: (code: ExitCode) => void): Command {
	const command = new Command("matrix")
		.summary("what may these subjects do? who may do what on a resource?")
		.description(
			"What may these subjects do, wherever something is bound to them? Without a subject: all that the input binds something to; with --resource and no subject: who may do what on it.",
		)
		.argument("[subject...]", "sa:NAMESPACE/NAME, user:NAME or group:NAME")
		.optionsGroup("Question:")
		.option("--as <subject>", "the same as an argument (repeatable)", appended, [])
		.option("-n, --namespace <ns>", "only what counts in this namespace (repeatable)", listed, [])
		.option("-A, --all-namespaces", "cluster-wide and wherever something is bound: the default")
		.option(
			"--resource <resource>",
			"only RESOURCE[.GROUP][/SUBRESOURCE] or a /path (repeatable)",
			listed,
			[],
		)
		.option("--verb <verb>", "only these verbs (repeatable)", listed, [])
		.option(
			"--group <group>",
			"only these API groups; core is the one without a name (repeatable)",
			listed,
			[],
		)
		.option(
			"--kind <kind>",
			"only subjects of this kind: sa, user or group (repeatable)",
			appendedKind,
			[],
		)
		.option(
			"--permission <permission>",
			"only what is in this permission, such as 'read any.apps in team-*' (repeatable)",
			appended,
			[],
		)
		.option("--expand", "wildcards as the resources they cover today")
		.option("--ask-server", "let the live cluster settle what is unknown")
		.option("--watch", "answer again when the live cluster changes");
	return withCommonOptions(command)
		.addHelpText(
			"after",
			examples(io, [
				"rolecall matrix sa:ci/deployer -f manifests/",
				"rolecall matrix -f manifests/ -o markdown",
				"rolecall matrix --resource secrets,configmaps -n payments -f manifests/",
				"rolecall matrix user:jane group:ops --verb create --expand -f manifests/",
				"rolecall matrix --permission 'get,list secrets in *' -f manifests/",
			]),
		)
		.addHelpText("after", "Exits with 0, or with 2 for wrong input.")
		.action(async (subjects: readonly string[], options: MatrixOptions) =>
			exit(await answer(io, [...subjects, ...options.as], options)),
		);
}

async function answer(io: Io, words: readonly string[], options: MatrixOptions): Promise<ExitCode> {
	return inEachWorld(io, options, (world, teller) => told(world, words, options, teller));
}

async function told(
	world: World,
	words: readonly string[],
	options: MatrixOptions,
	teller: Teller,
): Promise<ExitCode> {
	const { grants } = world;
	const [{ matrix }, { matrixWarnings }, { namedTarget }] = await Promise.all([
		import("../../answer/matrix.ts"),
		import("../../answer/matrix-warnings.ts"),
		import("../named-target.ts"),
	]);
	const subjects = await subjectsFor(grants, words, options, teller);
	const limits = {
		verbs: options.verb,
		apiGroups: options.group.map((group) => (group === "core" ? "" : group)),
		namespaces: options.namespace,
	};
	asked({ notes: [], warnings: matrixWarnings(grants.snapshot, limits) }, teller);
	const permission =
		options.permission.length === 0
			? undefined
			: (await import("../matrix-permission.ts")).matrixPermission(
					world,
					options.permission,
					teller,
				);
	const targets = options.resource.map(
		(typed) => asked(namedTarget(grants.snapshot, typed), teller).target,
	);
	const question: MatrixQuestion = limitedBy(
		{ ...limits, subjects, targets, expand: options.expand === true },
		permission?.limits,
	);
	const whole = matrix(grants, question);
	const tabulated = permission === undefined ? whole : permission.within(whole);
	const found =
		options.askServer === true
			? await (await import("../settled-matrix.ts")).settledMatrix(world, tabulated, subjects)
			: tabulated;
	const isAboutResources = (question.targets ?? []).length > 0 && words.length !== 1;
	const order = isAboutResources ? "by resource" : "by subject";
	await teller.answer({ kind: "Matrix", matrix: found, order });
	tellAround(found, teller);
	if (words.length > 1) tellEmptyHanded(subjects, found, teller);
	return exitCodes.yes;
}

/** Among many subjects nobody misses the rows of one that has none. */
function tellEmptyHanded(
	subjects: readonly KnownSubject[],
	{ rows }: Matrix,
	teller: Teller,
): void {
	const own = rows.filter(({ byDefault }) => !byDefault);
	const holders = new Set(own.map(({ subject }) => formatSubject(subject)));
	for (const { subject } of subjects) {
		const words = formatSubject(subject);
		if (holders.has(words)) continue;
		teller.note(`${words} has nothing here but what the default policy gives to everybody`);
	}
}

/** What a user says of namespaces, verbs and resources comes before what the permissions say of them. */
function limitedBy(
	question: MatrixQuestion,
	limits: Pick<MatrixQuestion, "namespaces" | "verbs" | "targets"> | undefined,
): MatrixQuestion {
	const orElse = <T>(said: readonly T[] = [], other: readonly T[] = []): readonly T[] =>
		said.length > 0 ? said : other;
	return {
		...question,
		namespaces: orElse(question.namespaces, limits?.namespaces),
		verbs: orElse(question.verbs, limits?.verbs),
		targets: orElse(question.targets, limits?.targets),
	};
}

async function subjectsFor(
	grants: Grants,
	words: readonly string[],
	{ kind }: MatrixOptions,
	teller: Teller,
): Promise<readonly KnownSubject[]> {
	const [{ parseSubject, whoAsks }, { subjectsOf }] = await Promise.all([
		import("../../answer/who-asks.ts"),
		import("../../answer/subjects.ts"),
	]);
	const isAsked = ({ subject }: KnownSubject): boolean =>
		kind.length === 0 || kind.includes(subject.kind);
	if (words.length === 0) return subjectsOf(grants).filter(isAsked);
	const subjects = [...new Set(words)].map((each) => {
		const { identity } = asked(whoAsks(grants, each), teller);
		const subject = parseSubject(each);
		if ("error" in subject) throw new Error(`\`${each}\` was read once and not again`);
		return { subject, identity };
	});
	return subjects.filter(isAsked);
}

function appendedKind(text: string, previous: readonly SubjectKind[]): readonly SubjectKind[] {
	return [...previous, subjectKindOf(text)];
}

import { existsSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { subjectsOf } from "../answer/subjects.ts";
import { parseSubject } from "../answer/who-asks.ts";
import type { ClusterDump } from "../load/live/cluster-dump.ts";
import { suiteName } from "../load/sources.ts";
import { loadSuite } from "../load/suite/load-suite.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import { formatPlace } from "../model/origin.ts";
import { formatSubject } from "../model/subject.ts";
import type { DraftWords, SuiteDraft } from "../model/suite-draft.ts";
import { suiteDraftText } from "../render/test/suite-draft.ts";
import { visible } from "../render/visible.ts";
import { counted } from "../render/words.ts";
import { resolveGrants } from "../resolve/grants.ts";
import { draftSuite } from "../suite/draft/draft-suite.ts";
import { runSuite } from "../suite/run-suite.ts";
import { openSuite } from "../suite-files/open-suite.ts";
import { type FirstInputs, firstInputs } from "./first-inputs.ts";
import type { Io } from "./io.ts";
import { programName } from "./options.ts";
import { UsageError } from "./usage-error.ts";
import { goldenTexts } from "./write-goldens.ts";
import { written } from "./written.ts";

export interface InitOptions {
	readonly filename: readonly string[];
	readonly namespace?: string;
	readonly kubernetesVersion?: string;
	readonly subject: readonly string[];
	readonly context?: string;
	readonly kubeconfig?: string;
	readonly requestTimeout?: number;
	readonly live?: boolean;
	readonly clusterSnapshot?: string;
	readonly output?: string;
	readonly force?: boolean;
}

/** Writes a suite for the inputs as they are, once it is known to pass. */
export async function writeFirstSuite(io: Io, options: InitOptions): Promise<void> {
	const file = options.output ?? "rbac.rolecall.yaml";
	const isPrinted = file === "-";
	const path = isPrinted ? "rbac.rolecall.yaml" : file;
	checkOutput(path, isPrinted, options.force === true);
	const inputs = await firstInputs(io, options);
	const golden = `${basename(path).replace(suiteName, "")}.golden.txt`;
	const own = (given: string): string => relative(dirname(path), given) || ".";
	const draft = draftSuite(inputs.snapshot, {
		name: nameOf(inputs),
		inputs: inputWords(inputs, own),
		namespace: options.namespace,
		golden: isPrinted ? undefined : golden,
		subjects: subjectNames(inputs, options.subject),
		comments: [
			"Written by `rolecall test init` from what is there today: it passes. Make it say what should be.",
			...inputs.leftOut.map(
				({ file: path }) =>
					`Left out, since it cannot be read, the server would refuse it, or another file says otherwise: ${own(path)}`,
			),
		],
	});
	const { text, checks, goldens } = decided(path, draft, inputs.live);
	for (const one of inputs.leftOut) {
		io.err(`warning: left out: ${visible(`${one.file}: ${one.why}`)}\n`);
	}
	if (isPrinted) {
		io.out(text);
		return;
	}
	const folder = dirname(path);
	const files = new Map([[path, text]]);
	for (const [name, content] of goldens) files.set(join(folder, name), content);
	for (const [file, content] of files) written(file, () => io.writeFile(file, content));
	const also = [...goldens.keys()].map((name) => ` and ${join(dirname(path), name)}`).join("");
	const live = inputs.live.size > 0 ? " --live" : "";
	io.err(
		`wrote ${visible(path)}${visible(also)}: ${counted(checks, "check")}, all of them pass; run it with \`${programName(io)} test ${visible(path)}${live}\`\n`,
	);
}

function checkOutput(path: string, isPrinted: boolean, isForced: boolean): void {
	if (!/\.rolecall\.ya?ml$/.test(path)) {
		throw new UsageError(
			`a suite is found by its name: expected -o NAME.rolecall.yaml, found \`${path}\``,
		);
	}
	if (isPrinted || isForced || !existsSync(path)) return;
	throw new UsageError(`\`${path}\` is there already: --force writes over it, -o names another`);
}

function nameOf({ live, snapshotFile, given }: FirstInputs): string {
	const [context] = live.keys();
	if (context !== undefined) return `RBAC of ${context}`;
	const [first = "."] = snapshotFile === undefined ? given : [snapshotFile];
	const folder = basename(join(process.cwd(), first));
	return `RBAC of ${folder === "" ? "here" : folder}`;
}

/** Paths as the suite names them: relative to its own folder. */
function inputWords(
	{ live, snapshotFile, files }: FirstInputs,
	own: (path: string) => string,
): readonly DraftWords[] {
	return [
		...[...live.keys()].map((context) => ({ live: { context } })),
		...(snapshotFile === undefined ? [] : [{ snapshot: own(snapshotFile) }]),
		...(files.length === 0 ? [] : [{ manifests: files.map(own) }]),
	];
}

function subjectNames({ snapshot }: FirstInputs, words: readonly string[]): readonly string[] {
	if (words.length === 0) return [];
	const known = subjectsOf(resolveGrants(snapshot)).map(({ subject }) => formatSubject(subject));
	return words.map((word) => {
		const subject = parseSubject(word);
		if ("error" in subject) throw new UsageError(subject.error);
		const name = formatSubject(subject);
		if (known.includes(name)) return name;
		const hint = didYouMean(name, known);
		throw new UsageError(`the input binds nothing to \`${name}\`${hint}`);
	});
}

interface FirstSuite {
	readonly text: string;
	readonly checks: number;
	readonly goldens: ReadonlyMap<string, string>;
}

/** What cannot be decided, since a role is missing or a list was refused, is left out, which the suite says. */
function decided(
	path: string,
	draft: SuiteDraft,
	live: ReadonlyMap<string, ClusterDump>,
): FirstSuite {
	const first = passing(path, draft, live);
	if (first.undecided.size === 0) return first;
	const names = [...first.undecided].join(", ");
	const rest = {
		...draft,
		comments: [
			...draft.comments,
			`Left out, since something is missing that could turn it: ${names}`,
		],
		sections: draft.sections
			.map((section) => ({
				...section,
				tests: section.tests.filter(({ id }) => !first.undecided.has(id)),
			}))
			.filter(({ tests }) => tests.length > 0),
	};
	return passing(path, rest, live);
}

/** Runs what is to be written: a first suite that does not pass is a bug of ours. */
function passing(
	path: string,
	draft: SuiteDraft,
	live: ReadonlyMap<string, ClusterDump>,
): FirstSuite & { readonly undecided: ReadonlySet<string> } {
	const text = suiteDraftText(draft);
	const [loaded] = loadSuite(path, new Map(), text);
	if (loaded === undefined) throw new Error("the first suite was not read");
	const { world, problems: all } = openSuite(loaded, { live });
	const goldens = world === undefined ? new Map() : goldenTexts(world);
	const result = world && runSuite({ ...world, goldens }, all);
	const wrong = (result?.problems ?? all).find(({ severity }) => severity === "error");
	const failed = result?.checks.find(({ status }) => status === "failed");
	if (wrong !== undefined) {
		throw new Error(`the first suite is wrong: ${formatPlace(wrong.place)}: ${wrong.message}`);
	}
	if (result === undefined || failed !== undefined) {
		throw new Error(`the first suite does not pass: ${failed?.id ?? "it was not run"}`);
	}
	const unknown = result.checks.filter(({ status }) => status === "unknown");
	const undecided = new Set(unknown.map(({ test }) => test));
	return { text, checks: result.checks.length, goldens, undecided };
}

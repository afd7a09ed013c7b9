import { subjectsOf } from "../../answer/subjects.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { formatSubject } from "../../model/subject.ts";
import type { Suite } from "../../model/suite.ts";
import type {
	DraftNamespace,
	DraftSection,
	DraftWords,
	SuiteDraft,
} from "../../model/suite-draft.ts";
import { unplacedObjects } from "../../model/unplaced-objects.ts";
import { resolveGrants } from "../../resolve/grants.ts";
import { suiteWorld } from "../suite-world.ts";
import { aliasNames } from "./alias-names.ts";
import { type ClosedLists, closedLists } from "./closed-lists.ts";
import { draftSubject } from "./draft-subject.ts";
import { roleDenials } from "./role-denials.ts";

/** What a first suite is to be about. */
export interface DraftOptions {
	readonly name: string;
	/** As the suite names its inputs. */
	readonly inputs: readonly DraftWords[];
	/** Where objects without a namespace went; undefined where nobody has said. */
	readonly namespace: string | undefined;
	/** The golden file for what cannot be read as phrases; undefined where none can be written. */
	readonly golden: string | undefined;
	/** Only these subjects, by their names; without any, all that the inputs bind something to. */
	readonly subjects: readonly string[];
	readonly comments: readonly string[];
}

/** A first suite for a policy as it is today, which passes. */
export function draftSuite(snapshot: Snapshot, options: DraftOptions): SuiteDraft {
	const wanted = new Set(options.subjects);
	const all = subjectsOf(resolveGrants(snapshot));
	const known = all.filter(
		({ subject }) => wanted.size === 0 || wanted.has(formatSubject(subject)),
	);
	const aliases = aliasNames(known.map(({ subject }) => subject));
	const named = new Map([...aliases].map(([alias, subject]) => [formatSubject(subject), alias]));
	const subjects = new Map([...aliases].map(([alias, subject]) => [alias, formatSubject(subject)]));
	const isLive = snapshot.cluster !== undefined;
	const world = suiteWorld(emptySuite(options, subjects), {
		...{ snapshot, baselines: new Map(), goldens: new Map(), today: "" },
	});
	const closed = wanted.size === 0 ? closedLists(world, named) : undefined;
	const groups = new Map(
		all.flatMap(({ subject }) => {
			const name = formatSubject(subject);
			return subject.kind === "Group" ? [[subject.name, named.get(name) ?? name] as const] : [];
		}),
	);
	const drafts = known.map((one) => {
		const name = formatSubject(one.subject);
		const denied = closed?.deniedTo(name) ?? world.sets.none;
		const mayBeGolden = options.golden !== undefined;
		const alias = named.get(name) ?? name;
		return { alias, ...draftSubject({ alias, known: one, denied, groups, mayBeGolden }, world) };
	});
	const golden = drafts.filter(({ isGolden }) => isGolden).map(({ alias }) => alias);
	const { name, comments, inputs } = options;
	return {
		...{ name, comments, inputs, subjects, namespace: namespaceOf(snapshot, options.namespace) },
		version: isLive ? undefined : snapshot.kubernetesVersion,
		namespaces: isLive ? [] : snapshot.namespaces,
		sections: [
			{
				title: "What each subject may do, exactly, and what lies just outside of it.",
				tests: drafts.flatMap(({ tests }) => tests),
			},
			goldenSection(golden, options.golden ?? ""),
			...closedSections(closed),
			{
				title: "What no aggregated rule adds to the roles for people, whoever is bound to them.",
				tests: wanted.size === 0 ? roleDenials(world) : [],
			},
		].filter(({ tests }) => tests.length > 0),
	};
}

const usual = "default";

/** A suite has to say where objects without a namespace go; where that is not known, it says so too. */
function namespaceOf(snapshot: Snapshot, given: string | undefined): DraftNamespace | undefined {
	if (given !== undefined) return { name: given, comments: [] };
	const [first, ...others] = unplacedObjects(snapshot);
	if (first === undefined) return undefined;
	const more = others.length === 0 ? "" : ` and ${others.length} more`;
	const what = `Without a namespace: ${first.kind} ${first.name}${more}.`;
	return { name: usual, comments: [`${what} Say here where they will be applied.`] };
}

function goldenSection(aliases: readonly string[], file: string): DraftSection {
	const title = "What is too much to be read here: `rolecall test -u` writes the file anew.";
	if (aliases.length === 0) return { title, tests: [] };
	const words = { subjects: aliases, snapshot: file };
	return { title, tests: [{ id: "golden", comments: [], words }] };
}

function closedSections(closed: ClosedLists | undefined): readonly DraftSection[] {
	if (closed === undefined) return [];
	const nobody = {
		id: "nobody",
		comments: [],
		words: { forall: { subjects: "any", not: ["control-plane"] }, deny: closed.nobody },
	};
	return [
		{
			title: "Who may do what is sensitive: nobody else, also nobody who is bound later.",
			tests: closed.tests,
		},
		{
			title: "What nobody may do but the control plane.",
			tests: closed.nobody.length === 0 ? [] : [nobody],
		},
	];
}

/** Only the words that a world is made of. */
function emptySuite(
	{ namespace, name }: DraftOptions,
	subjects: ReadonlyMap<string, string>,
): Suite {
	const place = { file: "" };
	return {
		...{ file: "", name, description: "", owner: "", docs: "", tags: [], variant: [], inputs: [] },
		cluster: {
			...{ version: undefined, bootstrapPolicy: true, crds: [], namespaces: [], isClosed: false },
			...{ groups: new Map(), unknownResources: "error" },
		},
		subjects: new Map(
			[...subjects].map(([alias, text]) => [
				alias,
				{ place, subject: { text, place }, groups: [], external: false },
			]),
		),
		...{
			sets: new Map(),
			namespace: namespace ?? usual,
			hasNamespace: true,
			tests: [],
			thresholds: undefined,
		},
	};
}

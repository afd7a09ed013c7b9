import { formatSubject } from "../../model/subject.ts";
import type { DraftTest } from "../../model/suite-draft.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import { coverOf } from "../cover.ts";
import { ownSets } from "../own-sets.ts";
import { SuiteWords } from "../suite-words.ts";
import type { SuiteWorld } from "../suite-world.ts";
import { type SensitiveRight, sensitiveRights } from "./sensitive-rights.ts";
import { soundPhrase } from "./sound-phrase.ts";

/** Who holds what is sensitive: closed lists where somebody does, denials to everybody where nobody does. */
export interface ClosedLists {
	readonly tests: readonly DraftTest[];
	/** Phrases of what nobody but the control plane may do. */
	readonly nobody: readonly string[];
	/** What a subject is denied by them, under its name. */
	readonly deniedTo: (name: string) => PermissionSet;
}

/** One check to be: nobody but these can do this. */
interface Closed {
	readonly right: SensitiveRight;
	readonly phrase: string;
	readonly set: PermissionSet;
	/** Subjects by their names, sorted; the control plane is left out. */
	readonly holders: readonly string[];
}

/** `aliases` has the alias of a subject by its name. */
export function closedLists(world: SuiteWorld, aliases: ReadonlyMap<string, string>): ClosedLists {
	const isControlPlane = coverOf(new SuiteWords(world), [
		{ text: "control-plane", place: { file: "" } },
	]);
	const others = ownSets(world.identities)
		.filter(({ subject }) => !isControlPlane(subject))
		.map(({ subject, own }) => ({ name: formatSubject(subject), own }));
	const all = sensitiveRights.flatMap((right) => closedOf(right, others, world));
	const held = all.filter(({ holders }) => holders.length > 0);
	const isRepeated = (right: SensitiveRight): boolean =>
		held.filter((one) => one.right === right).length > 1;
	const counts = new Map<SensitiveRight, number>();
	const tests = held.map(({ right, phrase, holders }): DraftTest => {
		const count = (counts.get(right) ?? 0) + 1;
		counts.set(right, count);
		return {
			id: `who-${right.id}${isRepeated(right) ? `-${count}` : ""}`,
			comments: count === 1 ? [capital(right.why)] : [],
			words: {
				only: [...holders.map((name) => aliases.get(name) ?? name), "control-plane"],
				can: phrase,
			},
		};
	});
	return {
		tests,
		nobody: all.filter(({ holders }) => holders.length === 0).map(({ phrase }) => phrase),
		deniedTo: (name) =>
			world.sets.union(all.filter(({ holders }) => !holders.includes(name)).map(({ set }) => set)),
	};
}

interface Holder {
	readonly name: string;
	readonly own: PermissionSet;
}

/** The namespaces by who holds the right there, and all the others at once. */
function closedOf(
	right: SensitiveRight,
	everybody: readonly Holder[],
	world: SuiteWorld,
): readonly Closed[] {
	const { words, isNamespaced } = right;
	const holding = (set: PermissionSet): readonly string[] =>
		everybody.filter(({ own }) => own.meets(set)).map(({ name }) => name);
	const closed = (scope: string): readonly Closed[] => {
		const said = soundPhrase(`${words} ${scope}`, world);
		return said === undefined ? [] : [{ right, ...said, holders: holding(said.set) }];
	};
	if (!isNamespaced) return closed("cluster-wide");
	const whole = soundPhrase(`${words} everywhere`, world)?.set;
	if (whole === undefined) return [];
	const somewhere = everybody.filter(({ own }) => own.meets(whole));
	const inNamespace = (namespace: string): PermissionSet =>
		world.sets.inNamespace(whole, namespace);
	const namespaces = boundNamespaces(world);
	const outside = world.sets.resourceRequests({ namespace: { except: namespaces } });
	const wide = namesOf(somewhere, whole.intersection(outside));
	const byHolders = new Map<string, string[]>();
	for (const namespace of namespaces) {
		const names = namesOf(somewhere, inNamespace(namespace));
		if (names.length === wide.length) continue;
		const key = JSON.stringify(names);
		byHolders.set(key, [...(byHolders.get(key) ?? []), namespace]);
	}
	const apart = [...byHolders.values()];
	const rest = apart.flat().sort();
	return [
		...apart.flatMap((each) => closed(`in ${listOf(each)}`)),
		...closed(rest.length === 0 ? "everywhere" : `outside ${listOf(rest)}`),
	];
}

function namesOf(holders: readonly Holder[], set: PermissionSet): readonly string[] {
	return holders.filter(({ own }) => own.meets(set)).map(({ name }) => name);
}

/** Where the inputs' own RoleBindings give something. */
function boundNamespaces({ grants }: SuiteWorld): readonly string[] {
	const found = grants.bound
		.filter(({ binding }) => !binding.builtIn && binding.namespace !== "")
		.map(({ binding }) => binding.namespace);
	return [...new Set(found)].sort();
}

function listOf(namespaces: readonly string[]): string {
	return namespaces
		.map((name) => (/[\s,|"()[\]!*]/.test(name) ? JSON.stringify(name) : name))
		.join(",");
}

function capital(text: string): string {
	return text.slice(0, 1).toUpperCase() + text.slice(1);
}

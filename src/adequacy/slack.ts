import { dangerousRegions } from "../answer/dangerous-regions.ts";
import { identityOfSubject, subjectsOf } from "../answer/subjects.ts";
import { percentOf } from "../model/percent.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import type { SlackReport, SubjectSlack } from "../model/suite-adequacy.ts";
import { compareText } from "../model/text-order.ts";
import { type Alphabets, countRequests } from "../sets/count.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { statementsOf } from "../sets/statements.ts";
import { witness } from "../sets/witness.ts";
import type { Check } from "../suite/claim.ts";
import { requestWords } from "../suite/request-words.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import { somebodyElse } from "./binding-mutants.ts";
import { boundsOf, type Named, namedAs } from "./bounds.ts";

/** What one subject could gain or lose, a right at a time, with no check failing: of what clients can ask for. */
export interface Slack {
	readonly subject: Subject;
	readonly above: PermissionSet;
	readonly below: PermissionSet;
	/** What it has not, and has by its own bindings alone: what slack is a part of. */
	readonly lacks: PermissionSet;
	readonly own: PermissionSet;
}

/** The slack of everybody that the input's bindings or the checks name, and of somebody whom nobody has named. */
export function slackOf(world: SuiteWorld, passing: readonly Check[]): readonly Slack[] {
	return subjectsUnderTest(world, passing).map((named) => {
		const { identities: held, requestable } = world;
		const { forbidden, required } = boundsOf(named, passing, world);
		const identity = identityOfSubject(held.grants, named.subject);
		const lacks = requestable.effectiveOf(held.of(identity).complement());
		const ofOthers =
			named.subject.kind === "Group"
				? held.sets.union(
						identity.groups.flatMap((group) =>
							group === named.subject.name ? [] : [held.ofGroup(group)],
						),
					)
				: held.of({ name: "", groups: identity.groups });
		const all =
			named.subject.kind === "Group"
				? held.ofGroup(named.subject.name)
				: held.of({ name: identity.name, groups: [] });
		const byDefault = world.everyone.get(named.subject.kind === "Group" ? named.subject.name : "");
		const own = requestable.effectiveOf(
			all.difference(ofOthers).difference(byDefault ?? held.sets.none),
		);
		return {
			subject: named.subject,
			above: lacks.difference(forbidden),
			below: own.difference(required),
			...{ lacks, own },
		};
	});
}

function subjectsUnderTest(world: SuiteWorld, passing: readonly Check[]): readonly Named[] {
	const found = new Map<string, Named>();
	const add = (subject: Subject): void => {
		const named = namedAs(subject);
		if (named !== undefined) found.set(formatSubject(subject), named);
	};
	for (const { subject } of subjectsOf(world.grants)) add(subject);
	for (const { claim } of passing) {
		if (claim.kind === "bound" && claim.who.kind === "subject") add(claim.who.subject);
	}
	const sorted = [...found].sort(([one], [other]) => compareText(one, other));
	const others: readonly Subject[] = [
		{ kind: "Group", name: "system:authenticated" },
		{ kind: "User", name: somebodyElse },
	];
	return [
		...sorted.map(([, named]) => named),
		...others.filter((one) => !found.has(formatSubject(one))).flatMap((one) => namedAs(one) ?? []),
	];
}

/** The same told to a reader, subjects with the same slack together. */
export function slackReport(world: SuiteWorld, passing: readonly Check[]): SlackReport {
	const all = slackOf(world, passing);
	const groups: Slack[][] = [];
	for (const slack of all) {
		if (slack.above.isEmpty && slack.below.isEmpty) continue;
		const same = groups.find(
			([first]) => first?.above.equals(slack.above) && first.below.equals(slack.below),
		);
		if (same === undefined) groups.push([slack]);
		else same.push(slack);
	}
	return {
		subjects: groups.map((group) => told(group, world)),
		...pinnedShares([{ all, alphabets: alphabetsOf(world) }]),
	};
}

/** How much of what is not granted cannot be gained unnoticed, and of what is granted not lost, in percent. */
export function pinnedShares(
	worlds: readonly { readonly all: readonly Slack[]; readonly alphabets: Alphabets }[],
): Pick<SlackReport, "pinnedAbove" | "pinnedBelow"> {
	const sum = (set: (slack: Slack) => PermissionSet): number =>
		worlds
			.flatMap(({ all, alphabets }) => all.map((slack) => countRequests(set(slack), alphabets)))
			.reduce((total, count) => total + count, 0);
	const [lacks, own] = [sum((slack) => slack.lacks), sum((slack) => slack.own)];
	return {
		pinnedAbove: percentOf(lacks - sum(({ above }) => above), lacks),
		pinnedBelow: percentOf(own - sum(({ below }) => below), own),
	};
}

function told(group: readonly Slack[], world: SuiteWorld): SubjectSlack {
	const { sets, grants, suite } = world;
	const above = sets.union(group.slice(0, 1).map((slack) => slack.above));
	const below = sets.union(group.slice(0, 1).map((slack) => slack.below));
	const has = sets.union(group.map(({ lacks }) => lacks)).complement();
	const gains = statementsOf(above, { within: above.union(has), telling: above });
	const known = grants.snapshot.namespaces;
	const words = { namespace: [suite.namespace, "kube-system", ...known, ""] };
	const critical = dangerousRegions(sets).flatMap((region) => {
		const request = witness(above.intersection(region), { words });
		if (request === undefined) return [];
		return [requestWords(request.kind === "path" ? request : { ...request, name: "" })];
	});
	return {
		subjects: group.map(({ subject }) => slackName(subject)),
		...{ above: gains.statements, isWhole: gains.isWhole, critical },
		below: statementsOf(below, { within: below }).statements,
	};
}

/** `sa:payments/api`, or `anybody else` for somebody whom nobody has named. */
export function slackName(subject: Subject): string {
	const isNew = subject.kind === "User" && subject.name === somebodyElse;
	return isNew ? "anybody else" : formatSubject(subject);
}

/** What rights are counted over: all that the cluster serves, where it is known to be and in one place more. */
export function alphabetsOf({ grants }: SuiteWorld): Alphabets {
	const { catalog, namespaces } = grants.snapshot;
	const rows = catalog.resources;
	const parts = rows.flatMap(({ subresources }) => subresources);
	const unique = (words: readonly string[]): readonly string[] => [...new Set(words)];
	return {
		namespace: unique(["", "any-other", ...namespaces]),
		apiGroup: unique(rows.map(({ group }) => group)),
		resource: unique(rows.map(({ resource }) => resource)),
		subresource: unique(["", ...parts.map(({ name }) => name)]),
		verb: unique([...rows, ...parts].flatMap(({ verbs }) => verbs)),
		name: ["", "example"],
	};
}

import { identityOfSubject } from "../answer/subjects.ts";
import { allAccounts, allAuthenticated, allUnauthenticated } from "../model/identity.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import type { SuiteText } from "../model/suite.ts";
import type { Covers } from "./claim.ts";
import { accountPattern } from "./known-accounts.ts";
import { subjectOfUser } from "./own-sets.ts";
import type { SuiteWords } from "./suite-words.ts";
import type { SuiteWorld } from "./suite-world.ts";

/**
 * Whether everybody that a binding's subject stands for is one of those listed. A group is covered by itself, by a
 * list of all its members where the suite says who they are, and by groups that hold it; nothing else covers it, since
 * anybody could be a member.
 */
export function coverOf(words: SuiteWords, listed: readonly SuiteText[]): Covers {
	const tests = listed.map((one) => coverOfOne(words, one));
	const covers: Covers = (subject) => tests.some((test) => test(subject));
	const { suite, grants } = words.world;
	return (subject) => {
		if (covers(subject)) return true;
		if (subject.kind !== "Group" || !suite.cluster.groups.has(subject.name)) return false;
		const group = grants.snapshot.groups.find(({ name }) => name === subject.name);
		return (group?.users ?? []).every((user) => covers(subjectOfUser(user)));
	};
}

function coverOfOne(words: SuiteWords, listed: SuiteText): Covers {
	const { world } = words;
	const text = world.suite.subjects.get(listed.text)?.subject.text ?? listed.text;
	switch (text) {
		case "control-plane":
			return controlPlane(world);
		case "anyone":
			return ({ kind, name }) =>
				!(kind === "Group" && name === allUnauthenticated) && !isAnonymous(kind, name);
		case "anonymous":
			return ({ kind, name }) =>
				(kind === "Group" && name === allUnauthenticated) || isAnonymous(kind, name);
	}
	if (words.isPattern(listed)) {
		const patterns = text.split(",").map(accountPattern);
		words.checkPattern(listed);
		return (subject) =>
			subject.kind === "ServiceAccount" &&
			patterns.some((pattern) => pattern.test(formatSubject(subject)));
	}
	return isOneOf(
		world,
		new Set(words.subjects(listed).map(({ subject }) => formatSubject(subject))),
	);
}

/** Is everybody whom a subject stands for one of those named, or in one of the groups among them? */
function isOneOf({ grants }: SuiteWorld, named: ReadonlySet<string>): Covers {
	return (subject) =>
		named.has(formatSubject(subject)) ||
		identityOfSubject(grants, subject).groups.some((group) => named.has(`group:${group}`));
}

function isAnonymous(kind: Subject["kind"], name: string): boolean {
	return kind === "User" && name === "system:anonymous";
}

/** Whom the default policy's bindings name, but for the groups that everybody is in. */
function controlPlane(world: SuiteWorld): Covers {
	const everybody = new Set([allAuthenticated, allUnauthenticated, allAccounts]);
	const named = new Set(["group:system:masters", "group:system:nodes", "user:system:kube-proxy"]);
	for (const { binding } of world.grants.bound) {
		if (!binding.builtIn) continue;
		for (const subject of binding.subjects) {
			if (!(subject.kind === "Group" && everybody.has(subject.name)))
				named.add(formatSubject(subject));
		}
	}
	return isOneOf(world, named);
}

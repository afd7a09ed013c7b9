import { allAccounts, allAuthenticated, allUnauthenticated } from "../model/identity.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import type { SuiteText } from "../model/suite.ts";
import type { Covers } from "./claim.ts";
import { accountPattern, type SuiteWords } from "./suite-words.ts";
import type { SuiteWorld } from "./suite-world.ts";

/**
 * Whether everybody that a binding's subject stands for is one of those listed. A group is covered by itself, by a
 * list of all its members where the suite says who they are, and by groups that hold it; nothing else covers it, since
 * anybody could be a member.
 */
export function coverOf(words: SuiteWords, listed: readonly SuiteText[]): Covers {
	const tests = listed.map((one) => coverOfOne(words, one));
	const covers: Covers = (subject) => tests.some((test) => test(subject));
	const { groups } = words.world.suite.cluster;
	return (subject) => {
		if (covers(subject)) return true;
		const members = subject.kind === "Group" ? groups.get(subject.name) : undefined;
		if (members === undefined) return false;
		return members.every((member) => words.subjects(member).every((who) => covers(who.subject)));
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
	if (text.startsWith("sa:") && text.includes("*")) {
		const patterns = text.split(",").map(accountPattern);
		words.subjects(listed);
		return (subject) =>
			subject.kind === "ServiceAccount" &&
			patterns.some((pattern) => pattern.test(formatSubject(subject)));
	}
	const own = new Set(words.subjects(listed).map(({ subject }) => formatSubject(subject)));
	return (subject) =>
		own.has(formatSubject(subject)) || own.has(`group:${groupAround(subject, own)}`);
}

function isAnonymous(kind: Subject["kind"], name: string): boolean {
	return kind === "User" && name === "system:anonymous";
}

/** The narrowest group of the listed ones that everybody whom a subject stands for is in; "" when there is none. */
function groupAround(subject: Subject, listed: ReadonlySet<string>): string {
	const around: string[] = [];
	if (subject.kind === "ServiceAccount") {
		around.push(`${allAccounts}:${subject.namespace}`, allAccounts, allAuthenticated);
	} else if (subject.kind === "User") {
		if (subject.name !== "system:anonymous") around.push(allAuthenticated);
	} else if (subject.name !== allUnauthenticated) {
		if (subject.name.startsWith(`${allAccounts}:`)) around.push(allAccounts);
		around.push(allAuthenticated);
	}
	return around.find((group) => listed.has(`group:${group}`)) ?? "";
}

/** Whom the default policy's bindings name, but for the groups that everybody is in. */
function controlPlane({ grants }: SuiteWorld): Covers {
	const everybody = new Set([allAuthenticated, allUnauthenticated, allAccounts]);
	const named = new Set(["group:system:masters", "group:system:nodes", "user:system:kube-proxy"]);
	for (const { binding } of grants.bound) {
		if (!binding.builtIn) continue;
		for (const subject of binding.subjects) {
			if (!(subject.kind === "Group" && everybody.has(subject.name)))
				named.add(formatSubject(subject));
		}
	}
	return (subject) => named.has(formatSubject(subject));
}

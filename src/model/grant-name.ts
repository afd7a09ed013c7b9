import type { PolicyRule } from "./rule.ts";
import { accountOfUserName, type Subject } from "./subject.ts";

/** A name that says what the grant is for: `deployer-create-pods-exec`. */
export function nameOfRuleGrant(subject: Subject, rule: PolicyRule): string {
	const what = [...rule.resources, ...rule.nonResourceURLs].map(nameForStar);
	return nameOfGrant(subject, [...rule.verbs.map(nameForStar), ...what].join("-"));
}

/** Whom it is for and what for, as the name of an object. */
export function nameOfGrant(subject: Subject, what: string): string {
	const who =
		subject.kind === "User"
			? (accountOfUserName(subject.name)?.name ?? subject.name)
			: subject.name;
	const name = `${who}-${what}`
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.slice(0, 63)
		.replace(/^-+|-+$/g, "");
	return name === "" ? "grant" : name;
}

function nameForStar(word: string): string {
	return word === "*" ? "all" : word;
}

import type { GrantCheck, Refusal, Remedy, RoleFate, WriteCheck } from "../model/grant-check.ts";
import { nameOfGrant } from "../model/grant-name.ts";
import type { Request } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import { rulesYaml } from "./smallest-grant.ts";
import { visible } from "./visible.ts";
import { counted, identityInWords, referenceInWords, ruleInWords } from "./words.ts";

/** `sa:ci/bot may write 3 of 5 roles and bindings; 2 other objects are not judged`. */
export function grantCheckSummary(check: GrantCheck): string {
	const { identity, writes, invalid, others } = check;
	const who = identityInWords(identity);
	const left = others === 0 ? "" : `; ${counted(others, "other object")} ${are(others)} not judged`;
	const wrong =
		invalid === 0 ? "" : `; ${counted(invalid, "object")} ${are(invalid)} invalid, whoever writes`;
	return `${writtenInWords(who, writes)}${wrong}${left}`;
}

function writtenInWords(who: string, writes: readonly WriteCheck[]): string {
	const all = writes.length;
	if (all === 0) return `there is no role or binding for ${who} to write`;
	const passing = writes.filter(({ verdict }) => verdict === "yes").length;
	const open = writes.filter(({ verdict }) => verdict === "unknown").length;
	const unsure = open === 0 ? "" : `, of ${open} nobody can tell`;
	if (all === 1 && open === 1) return `${who} may or may not write the role or binding`;
	if (all === 1) return `${who} may${passing === 1 ? "" : " not"} write the role or binding`;
	if (passing === all) return `${who} may write all ${all} roles and bindings`;
	return `${who} may write ${passing} of ${all} roles and bindings${unsure}`;
}

function are(count: number): string {
	return count === 1 ? "is" : "are";
}

/** The reason in a few words. */
export function refusalInWords(refusal: Refusal): string {
	switch (refusal.kind) {
		case "permission":
			return `may not ${refusal.request.verb} ${refusal.request.resource}`;
		case "not-held":
			return "gives what the writer does not hold";
		case "no-role":
			return `${referenceInWords(refusal.roleRef)} ${fates[refusal.because]}`;
		case "aggregation":
			return "an aggregationRule takes cluster-admin";
		case "immutable":
			return "a roleRef never changes";
	}
}

const fates: Readonly<Record<RoleFate, string>> = {
	refused: "is not there, as it is refused",
	later: "is not there yet: it is written later",
	absent: "is not there",
};

/** The server's words, which begin with a sentence and may go on with a line for each rule. */
export function serverLines({ says }: Refusal): readonly string[] {
	return says.split("\n").map(visible);
}

/** `get, list on secrets, pods`, of a rule that nobody asks about. */
export function missingInWords(rule: PolicyRule, most: number): string {
	return ruleInWords(rule, rule.nonResourceURLs.length > 0 ? noPath : noResource, most);
}

const noPath: Request = { kind: "path", verb: "", path: "" };
const noResource: Request = {
	kind: "resource",
	verb: "",
	apiGroup: "",
	resource: "",
	subresource: "",
	namespace: "",
	name: "",
};

/** What a remedy is, for a comment above it. */
export function remedyTitle({ by }: Remedy, { identity, remedies }: GrantCheck): readonly string[] {
	const who = identityInWords(identity);
	if (by === "power") {
		return [
			`or, instead of holding it all, ${who} may give away what it does not hold`,
			"(whoever may bind or escalate a role can give all that is in it to anybody, itself included)",
		];
	}
	const more = remedies.length > 1 ? " (it has to hold what it gives)" : "";
	return [`what ${who} lacks for all of this to pass${more}`];
}

export function remedyYaml({ grants, by }: Remedy, { subject }: GrantCheck): string {
	const name = nameOfGrant(subject, by === "hold" ? "writes-rbac" : "binds-rbac");
	return grants
		.map(({ namespace, rules }) => rulesYaml(rules, { namespace, subject, name }))
		.join("---\n");
}

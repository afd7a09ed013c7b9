import { can } from "../answer/can.ts";
import { dangerousRegions } from "../answer/dangerous-regions.ts";
import type { Decision } from "../model/answer.ts";
import type { Request } from "../model/request.ts";
import type { Statement } from "../model/statement.ts";
import type { CheckFailure } from "../model/suite-result.ts";
import { ruleAllows } from "../resolve/rule-allows.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { statementsOf } from "../sets/statements.ts";
import { witness } from "../sets/witness.ts";
import type { Who } from "./claim.ts";
import { nameOf, setOf, type Violation } from "./evaluate.ts";
import { kubectlLine } from "./kubectl-line.ts";
import { requestWords } from "./request-words.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** A violation as a reader is told of it: one request that shows it, the grants behind it, how much it is. */
export function explainFailure(violation: Violation, world: SuiteWorld): CheckFailure {
	const { kind, who, region, summary, notes } = violation;
	const telling = tellingPart(region, world);
	const request = kind === "other" ? undefined : witness(telling, preferences(world));
	const decision =
		request && who?.kind === "subject" ? can(world.grants, who.identity, request) : undefined;
	if (request !== undefined && who !== undefined) checkWitness(kind, who, request, world);
	const within =
		who === undefined || kind !== "extra" ? region : setOf(who, world.identities).union(region);
	const lines = kind === "other" ? [] : statementsOf(region, { within, telling }).statements;
	return {
		kind,
		summary: summary ?? summaryOf(kind, who, request),
		subject: who?.kind === "subject" ? who.subject : undefined,
		witness: request,
		chains: kind === "extra" ? (decision?.chains ?? []) : [],
		lines,
		size: sizeOf(lines),
		tryIt: request && who?.kind === "subject" ? kubectlLine(who.identity, request) : undefined,
		nearMisses: kind === "missing" ? nearestOf(decision) : [],
		smallestGrant: kind === "missing" ? decision?.smallestGrant : undefined,
		notes,
	};
}

function nearestOf(decision: Decision | undefined): Decision["nearMisses"] {
	return decision?.nearMisses.slice(0, 4) ?? [];
}

/** What a client can send, where there is such a part. */
function tellingPart(region: PermissionSet, { requestable }: SuiteWorld): PermissionSet {
	const { effective, latent, inert } = requestable.partsOf(region);
	return [effective, latent, inert].find((part) => !part.isEmpty) ?? region;
}

function preferences({ sets, suite, grants }: SuiteWorld): Parameters<typeof witness>[1] {
	const known = grants.snapshot.namespaces;
	const others = known.filter((one) => one !== suite.namespace);
	const first = ["kube-system"].filter((one) => known.includes(one));
	return {
		regions: dangerousRegions(sets),
		words: { namespace: [suite.namespace, ...first, ...others, "kube-system", ""] },
	};
}

/** A witness that nobody checked is no proof. */
function checkWitness(
	kind: Violation["kind"],
	who: Who,
	request: Request,
	world: SuiteWorld,
): void {
	const isAllowed =
		who.kind === "subject"
			? world.grants.allows(who.identity, request)
			: who.role.rules.some(({ rule }) => ruleAllows(rule, request));
	if (isAllowed !== (kind === "extra")) {
		throw new Error(`the evaluator disagrees about ${nameOf(who)}: ${JSON.stringify(request)}`);
	}
}

function summaryOf(
	kind: Violation["kind"],
	who: Who | undefined,
	request: Request | undefined,
): string {
	const name = who === undefined ? "somebody" : nameOf(who);
	const subject =
		who?.kind === "subject" && who.subject.kind === "Group" ? `any member of ${name}` : name;
	const verb = kind === "extra" ? "CAN" : "CANNOT";
	return request === undefined ? subject : `${subject} ${verb} ${requestWords(request)}`;
}

/** `4 more lines` and the like is for the reader of many: here, how many verbs on how many things. */
function sizeOf(lines: readonly Statement[]): string {
	if (lines.length === 0) return "";
	const things = lines.reduce(
		(sum, line) => sum + (line.kind === "path" ? line.paths.length : line.things.length),
		0,
	);
	return things === 1 ? "1 resource" : `${things} resources or paths`;
}

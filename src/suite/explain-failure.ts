import { can } from "../answer/can.ts";
import { dangerousRegions } from "../answer/dangerous-regions.ts";
import { type FieldPath, formatPlace, placeOf } from "../model/origin.ts";
import { type Request, requestNamespace } from "../model/request.ts";
import type { Role } from "../model/role.ts";
import type { Statement } from "../model/statement.ts";
import type { CheckFailure } from "../model/suite-result.ts";
import { ruleAllows } from "../resolve/rule-allows.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { statementsOf } from "../sets/statements.ts";
import { witness } from "../sets/witness.ts";
import type { Who } from "./claim.ts";
import { kubectlLine } from "./kubectl-line.ts";
import { regionGrant } from "./region-grant.ts";
import { requestWords } from "./request-words.ts";
import type { SuiteWorld } from "./suite-world.ts";
import { nameOf, setOf, type Violation } from "./violation.ts";

/** A violation as a reader is told of it: one request that shows it, the grants behind it, how much it is. */
export function explainFailure(violation: Violation, world: SuiteWorld): CheckFailure {
	const { kind, who, summary, notes } = violation;
	const { told, doing } =
		kind === "other" ? { told: nothingTold, doing: "" } : toldTogether(violation, world);
	const said = summary ?? summaryOf(kind, who, told.witness);
	const ofRole = who?.kind === "role" ? roleNotes(who, told.witness) : [];
	return {
		kind,
		summary: doing === "" ? said : `${said} ${doing}`,
		subject: who?.kind === "subject" ? who.subject : undefined,
		...told,
		size: sizeOf(told.lines),
		notes: [...ofRole, ...notes],
	};
}

type Told = Pick<
	CheckFailure,
	"witness" | "chains" | "lines" | "tryIt" | "nearMisses" | "smallestGrant"
>;

const nothingTold: Told = {
	witness: undefined,
	chains: [],
	lines: [],
	tryIt: undefined,
	nearMisses: [],
	smallestGrant: undefined,
};

/** Both halves of what takes two, and what they do: a grant of each first. */
function toldTogether(
	violation: Violation,
	world: SuiteWorld,
): { readonly told: Told; readonly doing: string } {
	const told = toldOf(violation, world);
	const { also } = violation;
	if (also === undefined || told.witness === undefined) return { told, doing: "" };
	const other = toldOf({ ...violation, ...also }, world);
	const isSame = also.region === violation.region;
	const [first, ...more] = told.chains;
	const [second, ...others] = other.chains;
	const all = [first, second, ...more, ...others].filter((chain) => chain !== undefined);
	const byText = new Map(all.map((chain) => [JSON.stringify([chain, chain.rulePlace]), chain]));
	const chains = [...byText.values()];
	const requests = [told.witness, ...(isSame ? [] : [other.witness])];
	const doing = requests.flatMap((one) => (one === undefined ? [] : [requestWords(one)]));
	const lines = isSame ? told.lines : [...told.lines, ...other.lines];
	return { told: { ...told, chains, lines }, doing: doing.join(", and ") };
}

function toldOf({ kind, who, region }: Violation, world: SuiteWorld): Told {
	const telling = tellingPart(region, world);
	const request = witness(telling, preferences(world));
	const within =
		who === undefined || kind !== "extra" ? region : setOf(who, world.identities).union(region);
	// What nobody can ask for is no part of the region; with it a rule is told in the words that it has.
	const { inert } = world.requestable.partsOf(within);
	const whole = region.union(inert);
	const { statements: lines } = statementsOf(whole, { within, telling, isScopeExact: true });
	const told = { ...nothingTold, witness: request, lines };
	if (request === undefined || who === undefined) return told;
	checkWitness(kind, who, request, world);
	if (who.kind !== "subject") return told;
	const tryIt = kubectlLine(who.identity, request);
	const { chains, nearMisses } = can(world.grants, who.identity, request);
	if (kind === "extra") return { ...told, tryIt, chains };
	const smallestGrant = regionGrant(region, who.subject, world.sets);
	return { ...told, tryIt, nearMisses: nearMisses.slice(0, mostMisses), smallestGrant };
}

const mostMisses = 4;

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
			: isPlaced(who, request) && who.role.rules.some(({ rule }) => ruleAllows(rule, request));
	if (isAllowed !== (kind === "extra")) {
		throw new Error(`the evaluator disagrees about ${nameOf(who)}: ${JSON.stringify(request)}`);
	}
}

function isPlaced({ namespace }: Extract<Who, { kind: "role" }>, request: Request): boolean {
	return namespace === undefined || requestNamespace(request) === namespace;
}

/** The rules of a role that allow a request, or where the role is that has none. */
function roleNotes(
	who: Extract<Who, { kind: "role" }>,
	request: Request | undefined,
): readonly string[] {
	const { role, rules } = who.role;
	if (request === undefined) return [];
	const allowing = isPlaced(who, request)
		? rules.filter(({ rule }) => ruleAllows(rule, request))
		: [];
	const at = (one: Role, path: FieldPath): string => formatPlace(placeOf(one.origin, path));
	if (allowing.length === 0) return [`${role.kind} ${role.name} is at ${at(role, [])}`];
	return allowing.map(
		({ declaredIn, index }) =>
			`given by ${declaredIn.kind} ${declaredIn.name} rules[${index}] at ${at(declaredIn, ["rules", index])}`,
	);
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

import type { Audit, AuditRemark, Finding } from "../model/audit.ts";
import { type AuditPolicy, type AuditSeverity, compareSeverity } from "../model/audit-policy.ts";
import type { Binding } from "../model/binding.ts";
import { concernedName } from "../model/concerned-name.ts";
import { formatPlace } from "../model/origin.ts";
import type { Side } from "../model/statement.ts";
import { formatSubject } from "../model/subject.ts";
import { compareText } from "../model/text-order.ts";
import { auditGaps } from "./audit-gaps.ts";
import type { AuditWorld } from "./audit-world.ts";
import { checks } from "./checks.ts";
import type { Asked } from "./clause.ts";
import { compilePolicies } from "./compile-policies.ts";
import { DefaultGrants } from "./default-grants.ts";
import type { Draft } from "./finding-draft.ts";
import { findingOf } from "./finding-of.ts";
import { FiredPolicies } from "./fired-policies.ts";
import { FixFinder } from "./fix-finder.ts";
import { hitFinding } from "./hit-finding.ts";
import { Judge } from "./judge.ts";
import { mergedFindings } from "./merged-findings.ts";
import { riskFindings } from "./risk-findings.ts";
import type { RiskWorld } from "./risk-world.ts";
import { RoleReaches } from "./role-reaches.ts";

/** Holds policies to a snapshot: what is dangerous, broken or more than needed, the gravest first. */
export function audit(policies: readonly AuditPolicy[], world: AuditWorld): Audit {
	const compiled = compilePolicies(policies, world);
	const reaches = new RoleReaches(world.catalog, compiled.asked);
	const judge = new Judge(reaches, world.identities);
	const riskWorld: RiskWorld = {
		audit: world,
		reaches,
		judge,
		fired: new FiredPolicies(compiled, judge, reaches),
		defaults: new DefaultGrants(world),
	};
	const { drafts, subjects, hiddenSystem } = riskFindings(riskWorld);
	const fixes = new FixFinder(riskWorld);
	const risks = drafts.map((draft) => findingOf(draft, riskWorld, fixes));
	const own = checkFindings(policies, withRisks(world, drafts, compiled.asked));
	const { snapshot } = world;
	return {
		findings: [...risks, ...own].sort(compareFindings),
		policies,
		hiddenSystem,
		remarks: remarksOf(compiled.problems),
		gaps: auditGaps(world.grants),
		kubernetesVersion: snapshot.kubernetesVersion,
		subjects,
		roles: snapshot.roles.filter(({ builtIn }) => !builtIn).length,
		bindings: snapshot.bindings.filter(({ builtIn }) => !builtIn).length,
	};
}

/** Checks may ask how grave what a subject holds is, and what policies name. */
function withRisks(
	world: AuditWorld,
	drafts: readonly Draft[],
	asked: readonly Asked[],
): AuditWorld {
	const worst = new Map<string, AuditSeverity>();
	const by = new Map<string, Map<Binding, AuditSeverity>>();
	for (const { who, severity, grants } of drafts) {
		if ("rules" in who) continue;
		const name = formatSubject(who);
		keepWorst(worst, name, severity);
		const ofBindings = by.get(name) ?? new Map<Binding, AuditSeverity>();
		by.set(name, ofBindings);
		for (const { match } of grants) {
			if (match !== undefined) keepWorst(ofBindings, match.binding, severity);
		}
	}
	const named = new Set(
		asked.flatMap(({ resources }) =>
			resources.flatMap(({ apiGroup, resource }) =>
				sideWords(apiGroup).flatMap((group) => sideWords(resource).map((one) => `${one}.${group}`)),
			),
		),
	);
	return {
		...world,
		riskOf: (subject) => worst.get(formatSubject(subject)),
		riskBy: (subject, binding) => by.get(formatSubject(subject))?.get(binding),
		isAskedFor: (group, resource) => named.has(`${resource}.${group}`),
	};
}

function keepWorst<T>(known: Map<T, AuditSeverity>, key: T, severity: AuditSeverity): void {
	const before = known.get(key);
	if (before === undefined || compareSeverity(severity, before) < 0) known.set(key, severity);
}

function sideWords(side: Side): readonly string[] {
	return "only" in side ? side.only : [];
}

function checkFindings(policies: readonly AuditPolicy[], world: AuditWorld): readonly Finding[] {
	return policies.flatMap((policy) => {
		const hits = policy.checks.flatMap((name) => checks.get(name)?.(world) ?? []);
		return mergedFindings(hits.map((hit) => hitFinding(hit, policy, world)));
	});
}

function compareFindings(one: Finding, other: Finding): number {
	return (
		compareSeverity(one.severity, other.severity) ||
		compareText(concernedName(one.concerned), concernedName(other.concerned)) ||
		compareText(one.policy, other.policy) ||
		compareText(one.message, other.message) ||
		compareText(formatPlace(one.place), formatPlace(other.place))
	);
}

/** One phrase may stand in several places: each is told once. */
function remarksOf(problems: readonly AuditRemark[]): readonly AuditRemark[] {
	return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()];
}

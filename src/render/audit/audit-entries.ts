import type { Chain } from "../../model/answer.ts";
import type { Audit, Finding } from "../../model/audit.ts";

/** Findings that are told as one. */
export interface AuditEntry {
	/** `grant`: by the same rule of the same role. `list`: of the same policy, one after the other. */
	readonly kind: "grant" | "list";
	readonly first: Finding;
	/** All of them. */
	readonly findings: readonly Finding[];
}

/** The entries of one policy and severity. */
type AuditBlock = readonly AuditEntry[];

export interface AuditBlocks {
	readonly risks: readonly AuditBlock[];
	readonly lint: readonly AuditBlock[];
	readonly suppressed: readonly Finding[];
}

/** What has to be mended once is told once; blocks stand where the first of their findings does. */
export function auditBlocks({ findings }: Audit): AuditBlocks {
	const told = findings.filter(({ suppressed }) => suppressed === undefined);
	return {
		risks: blocksOf(told.filter(({ pack }) => pack !== "lint")),
		lint: blocksOf(told.filter(({ pack }) => pack === "lint")),
		suppressed: findings.filter(({ suppressed }) => suppressed !== undefined),
	};
}

function blocksOf(findings: readonly Finding[]): readonly AuditBlock[] {
	const policies = new Map<string, Map<string, Finding[]>>();
	for (const finding of findings) {
		const { policy, severity } = finding;
		const entries = grown(policies, JSON.stringify([severity, policy]), () => new Map());
		grown(entries, keyOf(finding), (): Finding[] => []).push(finding);
	}
	return [...policies.values()].map((entries) =>
		[...entries.values()].flatMap((all): readonly AuditEntry[] => {
			const [first] = all;
			if (first === undefined) return [];
			return [{ kind: first.chains.length > 0 ? "grant" : "list", first, findings: all }];
		}),
	);
}

function grown<T>(map: Map<string, T>, key: string, empty: () => T): T {
	const value = map.get(key) ?? empty();
	map.set(key, value);
	return value;
}

function keyOf({ confidence, isLatent, variants, changes, chains }: Finding): string {
	if (chains.length === 0) return JSON.stringify([confidence, isLatent]);
	const rules = [...new Set(chains.map(ruleKey))].toSorted();
	return JSON.stringify([confidence, isLatent, variants, changes, rules]);
}

function ruleKey({ role, aggregatedFrom, ruleIndex }: Chain): string {
	const { kind, namespace, name, place } = aggregatedFrom.at(-1) ?? role;
	return JSON.stringify([kind, namespace, name, place.file, ruleIndex]);
}

// What other tools and benchmarks check, and what of it the policies answer.
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { AuditPolicy } from "../../src/model/audit-policy.ts";

export interface Peer {
	readonly key: string;
	readonly name: string;
	readonly checks: readonly PeerCheck[];
}

export interface PeerCheck {
	readonly id: string;
	/** Rows of the risk catalogue that it is about. */
	readonly rows: readonly string[];
	/** Why no policy answers it. */
	readonly reason: string | undefined;
}

interface Written {
	readonly name: string;
	readonly checks: Readonly<Record<string, string | readonly string[]>>;
}

/** The list of test/audit/peers.yaml. */
export function readPeers(): readonly Peer[] {
	const text = readFileSync(new URL("../audit/peers.yaml", import.meta.url), "utf8");
	return Object.entries(parse(text) as Readonly<Record<string, Written>>).map(
		([key, { name, checks }]) => ({
			key,
			name,
			checks: Object.entries(checks).map(([id, said]) => ({
				id,
				rows: typeof said === "string" ? [] : said,
				reason: typeof said === "string" ? said : undefined,
			})),
		}),
	);
}

/** The policies that name the check, and those about one of its rows of the catalogue. */
export function answersTo(
	{ key }: Peer,
	{ id, rows }: PeerCheck,
	policies: readonly AuditPolicy[],
): readonly AuditPolicy[] {
	return policies.filter(
		(policy) =>
			checksNamed(policy, key).includes(id) ||
			policy.references.catalogue.some((row) => rows.includes(row)),
	);
}

/** The checks of a tool or benchmark that a policy says it answers. */
export function checksNamed({ references }: AuditPolicy, key: string): readonly string[] {
	if (key === "cis") return references.cis;
	if (key === "nsa") return references.nsa;
	return references.peers.get(key) ?? [];
}

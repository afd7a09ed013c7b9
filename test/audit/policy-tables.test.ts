import { expect, test } from "vitest";
import { type AuditPolicy, auditPacks, auditSeverities } from "../../src/model/audit-policy.ts";
import { lines } from "../../src/render/markdown-parts.ts";
import { answersTo, checksNamed, readPeers } from "../support/audit-peers.ts";
import { readCatalogue } from "../support/risk-catalogue.ts";
import { shippedPolicies } from "../support/run-audit.ts";

const policies = shippedPolicies();
const peers = readPeers();

// `npm run docs` writes both pages.
test("policies/README.md lists every policy", async () => {
	const packs = auditPacks.flatMap((pack) => {
		const own = policies.filter((policy) => policy.pack === pack);
		if (own.length === 0) return [];
		const rows = own.map((policy) => [
			`[${policy.id}](audit/${policy.id}/README.md)`,
			`${policy.title}${policy.isOptional ? " (only when named)" : ""}`,
			severitiesOf(policy).join(", "),
			policy.references.catalogue.join(" "),
		]);
		return [`## ${pack}`, lines(["policy", "finds", "severity", "catalogue"], rows)];
	});
	const head = [
		"# Policies",
		"Written by `npm run docs`. Each policy is a folder of [audit](audit); docs/audit-policies.md describes the format.",
		`${policies.length} policies. Their severity depends on where something holds and how; the table shows all that can be.`,
	];
	await expect(page([...head, ...packs])).toMatchFileSnapshot("../../policies/README.md");
});

test("docs/audit-peers.md tells which check of which tool is answered", async () => {
	const tables = peers.flatMap((peer) => {
		const rows = peer.checks.map((check) => {
			const answers = answersTo(peer, check, policies).map(
				({ id }) => `[${id}](../policies/audit/${id}/README.md)`,
			);
			return [
				`\`${check.id}\``,
				answers.join(", ") || (check.reason === undefined ? "none yet" : `none: ${check.reason}`),
			];
		});
		return [`## ${peer.name}`, lines(["check", "policies"], rows)];
	});
	const head = [
		"# Checks of other tools and benchmarks",
		"Written by `npm run docs` from the policies and test/audit/peers.yaml: for each check, the policies of `rolecall audit` " +
			"that answer it, or why none does.",
	];
	await expect(page([...head, ...tables])).toMatchFileSnapshot("../../docs/audit-peers.md");
});

const { pending } = readCatalogue();

test("every check of every tool is answered, or has a reason why not", () => {
	const open = peers.flatMap((peer) =>
		peer.checks
			.filter((check) => check.reason === undefined)
			.filter((check) => answersTo(peer, check, policies).length === 0)
			.filter(({ rows }) => !rows.every((row) => pending.includes(row)))
			.map(({ id }) => `${peer.key} ${id}`),
	);
	expect(open).toEqual([]);
});

test("no check that a policy answers has a reason why none does", () => {
	const both = peers.flatMap((peer) =>
		peer.checks
			.filter(({ reason }) => reason !== undefined)
			.filter((check) => answersTo(peer, check, policies).length > 0)
			.map(({ id }) => `${peer.key} ${id}`),
	);
	expect(both).toEqual([]);
});

test("policies name only tools and checks that are listed", () => {
	const known = new Map(peers.map(({ key, checks }) => [key, new Set(checks.map(({ id }) => id))]));
	const unknown = policies.flatMap((policy) =>
		["cis", "nsa", ...policy.references.peers.keys()].flatMap((key) =>
			checksNamed(policy, key)
				.filter((id) => known.get(key)?.has(id) !== true)
				.map((id) => `${policy.id}: ${key} ${id}`),
		),
	);
	expect(unknown).toEqual([]);
});

/** All severities that a finding of it may start with, the worst first. */
function severitiesOf({ severity, variants }: AuditPolicy): readonly string[] {
	const all = variants.length === 0 ? [severity] : variants.map((variant) => variant.severity);
	const found = new Set(
		all.flatMap(({ cluster, sensitive, namespace }) => [cluster, sensitive, namespace]),
	);
	return auditSeverities.filter((one) => found.has(one));
}

function page(parts: readonly string[]): string {
	return `${parts.join("\n\n")}\n`;
}

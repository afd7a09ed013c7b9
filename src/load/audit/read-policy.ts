import {
	type AuditConfidence,
	type AuditPolicy,
	type AuditSeverity,
	auditConfidences,
	auditPacks,
	auditSeverities,
	type PolicyReferences,
	type PolicyVariant,
	type SeverityByScope,
} from "../../model/audit-policy.ts";
import { type Origin, placeOf } from "../../model/origin.ts";
import { described, type FieldProblem, Fields } from "../fields.ts";
import { isRecord } from "../json-record.ts";
import { readCondition } from "./read-condition.ts";

export interface PolicySource {
	readonly value: unknown;
	readonly origin: Origin;
	/** The name of the folder, which is the policy's. */
	readonly folder: string;
	/** Only the program's own policies name a check of the program. */
	readonly isBuiltIn: boolean;
	/** Who has a policy of this name already. */
	readonly takenBy: string | undefined;
}

/** Reads the document of a policy.yaml; undefined where something is wrong with it, which goes to `problems`. */
export function readPolicy(
	source: PolicySource,
	problems: FieldProblem[],
): AuditPolicy | undefined {
	const { value, origin } = source;
	const before = problems.length;
	const fields = new Fields(origin, [], isRecord(value) ? value : {}, problems);
	if (!isRecord(value)) {
		fields.fail([], `expected a policy, found ${described(value)}`);
		return undefined;
	}
	const id = idOf(fields, source);
	const severity = severityOf(fields) ?? nowhere;
	const confidence = fields.oneOf("confidence", auditConfidences, "certain");
	const policy: AuditPolicy = {
		...{ id, severity, confidence },
		title: proseOf(fields, "title"),
		pack: fields.oneOf("pack", auditPacks, "risk"),
		variants: variantsOf(fields, { id, severity, confidence }),
		checks: checksOf(fields, source.isBuiltIn),
		dominates: fields.boolean("dominates", false),
		why: proseOf(fields, "why"),
		fix: proseOf(fields, "fix"),
		except: fields.list("except").map(exceptOf),
		isOptional: fields.boolean("optional", false),
		references: referencesOf(fields),
		get place() {
			return placeOf(origin, ["id"]);
		},
	};
	fields.done();
	requireKeys(fields, ["id", "title", "pack", "severity", "confidence", "why", "fix"]);
	return problems.length === before ? policy : undefined;
}

const idPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const namedSeverities = [...auditSeverities, "same"] as const;
const nowhere: SeverityByScope = {
	...{ cluster: undefined, sensitive: undefined, namespace: undefined, named: undefined },
};

/** An id names one policy: suppressions and reports know it by nothing else. */
function idOf(fields: Fields, { folder, takenBy }: PolicySource): string {
	const id = fields.string("id");
	if (!fields.has("id")) return folder;
	checkId(fields, id);
	if (takenBy !== undefined) fields.fail(["id"], `the id \`${folder}\` is taken by ${takenBy}`);
	if (id !== folder) {
		fields.fail(["id"], `expected \`${folder}\`, the name of the folder, found \`${id}\``);
	}
	return id;
}

function checkId(fields: Fields, id: string): void {
	if (idPattern.test(id)) return;
	fields.fail(["id"], `expected small letters, digits and hyphens, found \`${id}\``);
}

/** Prose is one line, however it is folded in the file. */
function proseOf(fields: Fields, key: string): string {
	const text = fields.text(key);
	const prose = text?.text.replaceAll(/\s+/g, " ").trim() ?? "";
	if (text !== undefined && prose === "") fields.fail([key], `\`${key}\` is empty`);
	return prose;
}

function severityOf(fields: Fields): SeverityByScope | undefined {
	const value = fields.value("severity");
	if (value === undefined) return undefined;
	if (!isRecord(value)) {
		const one = oneOfSeverities(fields, "severity");
		return { cluster: one, sensitive: one, namespace: one, named: undefined };
	}
	const scopes = fields.asFields(value, ["severity"]);
	if (scopes === undefined) return undefined;
	const severity: SeverityByScope = {
		cluster: oneOfSeverities(scopes, "cluster"),
		sensitive: oneOfSeverities(scopes, "sensitive"),
		namespace: oneOfSeverities(scopes, "namespace"),
		named: scopes.has("named") ? scopes.oneOf("named", namedSeverities, "same") : undefined,
	};
	scopes.done();
	if (["cluster", "sensitive", "namespace"].every((scope) => !scopes.has(scope))) {
		scopes.fail([], "expected a severity for at least one of cluster, sensitive, namespace");
	}
	return severity;
}

function oneOfSeverities(fields: Fields, key: string): AuditSeverity | undefined {
	return fields.has(key) ? fields.oneOf(key, auditSeverities, "info") : undefined;
}

interface Usual {
	readonly id: string;
	readonly severity: SeverityByScope;
	readonly confidence: AuditConfidence;
}

/** `when` and `says` at the top are one variant, of the policy's name. */
function variantsOf(fields: Fields, usual: Usual): readonly PolicyVariant[] {
	const [hasWhen, hasVariants, hasCheck] = ["when", "variants", "check"].map((key) =>
		fields.has(key),
	);
	const hasSays = fields.has("says");
	if ([hasWhen, hasVariants, hasCheck].filter((has) => has).length !== 1) {
		fields.fail([], "expected one of when, variants, check");
	} else if (hasSays && !hasWhen) {
		fields.fail(["says"], "`says` stands beside `when`; each of `variants` has its own");
	}
	if (hasVariants) return severalOf(fields, usual);
	if (!hasWhen) return [];
	const variant = variantIn(fields, usual);
	return variant === undefined ? [] : [variant];
}

function severalOf(fields: Fields, usual: Usual): readonly PolicyVariant[] {
	const seen = new Set<string>();
	const all = fields.list("variants");
	if (all.length === 0) fields.fail(["variants"], "expected at least one variant");
	return all.flatMap((one) => {
		const id = one.string("id");
		if (one.has("id")) checkId(one, id);
		if (seen.has(id)) one.fail(["id"], `the id \`${id}\` is taken by another variant`);
		seen.add(id);
		const severity = severityOf(one) ?? usual.severity;
		const confidence = one.oneOf("confidence", auditConfidences, usual.confidence);
		const variant = variantIn(one, { id, severity, confidence });
		one.done();
		requireKeys(one, ["id", "when"]);
		return variant ?? [];
	});
}

function variantIn(fields: Fields, usual: Usual): PolicyVariant | undefined {
	const says = proseOf(fields, "says");
	const when = readCondition(fields, "when");
	if (!fields.has("says")) fields.fail([], "expected `says`: words that follow the subject");
	return when && { ...usual, says, when };
}

/** One name, or several. */
function checksOf(fields: Fields, isBuiltIn: boolean): readonly string[] {
	if (!fields.has("check")) return [];
	const isList = Array.isArray(fields.value("check"));
	const checks = isList ? fields.strings("check") : [fields.string("check")];
	if (isBuiltIn) return checks;
	fields.fail(
		["check"],
		`\`${checks.join(", ")}\` is a check of rolecall's own policies: yours say \`when\` or \`variants\``,
	);
	return [];
}

const subjectKinds = /^(?:sa|user|group):./s;

function exceptOf(fields: Fields): AuditPolicy["except"][number] {
	const subject = fields.string("subject");
	const reason = proseOf(fields, "reason");
	fields.done();
	requireKeys(fields, ["subject", "reason"]);
	if (fields.has("subject") && !subjectKinds.test(subject)) {
		const expected = "expected sa:NAMESPACE/NAME, user:NAME or group:NAME, stars for any text";
		fields.fail(["subject"], `${expected}, found \`${subject}\``);
	}
	return { subject, reason };
}

function referencesOf(fields: Fields): PolicyReferences {
	const references = fields.fields("references");
	const peers = fields.fields("peers");
	const read: PolicyReferences = {
		catalogue: numbersOf(references, "catalogue"),
		cis: numbersOf(references, "cis"),
		nsa: numbersOf(references, "nsa"),
		attack: numbersOf(references, "attack"),
		docs: numbersOf(references, "docs"),
		peers: new Map(peers?.keys().map((tool) => [tool, numbersOf(peers, tool)]) ?? []),
	};
	references?.done();
	return read;
}

/** The section 5.10 without quotes is the number 5.1. */
function numbersOf(fields: Fields | undefined, key: string): readonly string[] {
	for (const [value, path] of fields?.items(key) ?? []) {
		if (typeof value !== "number" || Number.isInteger(value)) continue;
		fields?.fail(path, `expected a text, found the number ${value}: write it in quotes`);
	}
	return fields?.strings(key) ?? [];
}

function requireKeys(fields: Fields, keys: readonly string[]): void {
	for (const key of keys) if (!fields.has(key)) fields.fail([], `expected \`${key}\``);
}

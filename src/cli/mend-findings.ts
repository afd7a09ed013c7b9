import type { Audit, Finding } from "../model/audit.ts";
import { auditSeverities } from "../model/audit-policy.ts";
import { concernedName } from "../model/concerned-name.ts";
import { objectName } from "../model/object-name.ts";
import { editedObject, type FixEdit } from "../model/suite-fix.ts";
import { fixFiles } from "./fix-files.ts";
import { KnownFiles } from "./known-files.ts";

/** Texts by the files that they are from. */
export type Texts = ReadonlyMap<string, string>;

export interface Mended {
	readonly before: Audit;
	readonly after: Audit;
	/** The texts after the edits. */
	readonly texts: Texts;
	/** The findings that were to go and are still there, with the reason. */
	readonly left: readonly { readonly finding: Finding; readonly why: string }[];
}

/** So often is the input read again. */
const mostRounds = 100;
/** A finding is not mended for ever. */
const mostAttempts = 3;

/**
 * Mends findings in memory, the gravest first: texts are edited, read and audited again, until nothing that has a fix
 * is left. Edits after which something graver is found are taken back.
 */
export async function mendFindings(
	before: Audit,
	texts: Texts,
	{
		judge,
		isWanted,
	}: {
		readonly judge: (texts: Texts) => Promise<Audit>;
		readonly isWanted: (finding: Finding) => boolean;
	},
): Promise<Mended> {
	const search = new Mending(before, texts, isWanted);
	for (let round = 0; round < mostRounds; round += 1) {
		const step = search.next();
		if (step === undefined) break;
		const after = await judge(step.texts);
		search.take(step, after);
	}
	return search.result();
}

interface Step {
	readonly findings: readonly Finding[];
	readonly texts: Texts;
}

class Mending {
	readonly #before: Audit;
	readonly #isWanted: (finding: Finding) => boolean;
	/** What somebody accepted stays accepted, whatever the edits make of it. */
	readonly #accepted: ReadonlySet<string>;
	readonly #attempts = new Map<string, number>();
	readonly #refused = new Map<string, string>();
	readonly #files = new KnownFiles();
	#texts: Texts;
	#audit: Audit;
	/** After edits that were taken back one finding is mended at a time. */
	#isCareful = false;

	constructor(before: Audit, texts: Texts, isWanted: (finding: Finding) => boolean) {
		this.#before = before;
		this.#audit = before;
		this.#texts = texts;
		this.#isWanted = isWanted;
		this.#accepted = new Set(
			before.findings.filter(({ suppressed }) => suppressed !== undefined).map(findingKey),
		);
	}

	/** Fixes whose objects have nothing to do with each other, so that none of them is in vain. */
	next(): Step | undefined {
		const edited = new Set<string>();
		const chosen: Finding[] = [];
		for (const finding of this.#wanted()) {
			const key = findingKey(finding);
			if (this.#refused.has(key) || (this.#attempts.get(key) ?? 0) >= mostAttempts) continue;
			if (objectsOf(finding).some((name) => edited.has(name))) continue;
			for (const edit of editsOf(finding)) edited.add(objectOf(edit));
			chosen.push(finding);
		}
		return chosen.length === 0 ? undefined : this.#stepFor(chosen);
	}

	take({ findings, texts }: Step, after: Audit): void {
		const worse = graverThan(findings, this.#audit, after);
		if (worse !== undefined) {
			const [only, ...more] = findings;
			if (only !== undefined && more.length === 0) {
				this.#refused.set(findingKey(only), `with its fix this would be found: ${worse.message}`);
			}
			this.#isCareful = true;
			return;
		}
		for (const finding of findings) {
			const key = findingKey(finding);
			this.#attempts.set(key, (this.#attempts.get(key) ?? 0) + 1);
		}
		this.#texts = texts;
		this.#audit = after;
	}

	result(): Mended {
		const left = this.#wanted().map((finding) => {
			const reason = this.#refused.get(findingKey(finding));
			const why = reason ?? (editsOf(finding).length > 0 ? "its fix does not end it" : noEdits);
			return { finding, why };
		});
		return { before: this.#before, after: this.#audit, texts: this.#texts, left };
	}

	#wanted(): readonly Finding[] {
		return this.#audit.findings.filter(
			(finding) => this.#isWanted(finding) && !this.#accepted.has(findingKey(finding)),
		);
	}

	/** All of them together; where that cannot be, the first that can. */
	#stepFor(chosen: readonly Finding[]): Step | undefined {
		const able = chosen.filter((finding) => {
			if (editsOf(finding).length === 0) this.#refused.set(findingKey(finding), noEdits);
			return editsOf(finding).length > 0;
		});
		const together = this.#isCareful ? "" : this.#edited(able);
		if (typeof together !== "string") return { findings: able, texts: together };
		for (const finding of able) {
			const texts = this.#edited([finding]);
			if (typeof texts !== "string") return { findings: [finding], texts };
			this.#refused.set(findingKey(finding), texts);
		}
		return undefined;
	}

	/** The texts with the fixes in them, or why not. */
	#edited(findings: readonly Finding[]): Texts | string {
		const edits = findings.flatMap(editsOf);
		const fix = { edits, effects: [], breaks: [] };
		const files = fixFiles(fix, (file) => this.#texts.get(file), this.#files);
		if (typeof files === "string") return files;
		const edited = files.map(({ file, edited: { text } }) => [file, text] as const);
		return new Map([...this.#texts, ...edited]);
	}
}

const noEdits = "no edit is known that mends it";

function editsOf({ fix }: Finding): readonly FixEdit[] {
	return fix?.edits ?? [];
}

/** One subject or object in one scope: the same after an edit that changes what exactly it holds. */
export function findingKey(finding: Finding): string {
	const { policy, concerned, scope, chains, isLatent, fingerprint } = finding;
	if (chains.length === 0 && !isLatent) return fingerprint;
	const where = scope.kind === "namespace" ? scope.namespace : "";
	return JSON.stringify([policy, concernedName(concerned), where]);
}

/** What its edits change, and what it comes from. */
function objectsOf(finding: Finding): readonly string[] {
	const ways = finding.chains.flatMap(({ binding, role, aggregatedFrom }) => {
		return [binding, role, ...aggregatedFrom].map(objectName);
	});
	return [...editsOf(finding).map(objectOf), ...ways];
}

function objectOf(edit: FixEdit): string {
	return objectName(editedObject(edit));
}

/**
 * A finding that was not there, nor followed from one that was, and is graver than all that were to be mended. That a
 * role is empty then, or nobody's, is no danger.
 */
function graverThan(mended: readonly Finding[], before: Audit, after: Audit): Finding | undefined {
	const known = new Set(before.findings.map(findingKey));
	const implied = new Set(
		before.findings.flatMap(({ implies, concerned }) =>
			implies.map((policy) => JSON.stringify([policy, concernedName(concerned)])),
		),
	);
	const gravest = Math.min(...mended.map(weightOf));
	return after.findings.find(
		(finding) =>
			finding.suppressed === undefined &&
			finding.pack !== "lint" &&
			weightOf(finding) < gravest &&
			!known.has(findingKey(finding)) &&
			!implied.has(JSON.stringify([finding.policy, concernedName(finding.concerned)])),
	);
}

function weightOf({ severity }: Finding): number {
	return auditSeverities.indexOf(severity);
}

import { simplify } from "../answer/simplify.ts";
import { editRules } from "../load/edit/edit-rules.ts";
import type { RuleEdit } from "../load/edit/rule-edit.ts";
import { loadSnapshot } from "../load/snapshot.ts";
import {
	type RoleOptions,
	rolesOfText,
	type WrittenRoles,
	writtenRoles,
} from "../load/written-roles.ts";
import type { Role } from "../model/role.ts";
import type { PolicyRule } from "../model/rule.ts";
import { isSimpler, type Simplification, type SimplifiedRole } from "../model/simplification.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { PermissionSets } from "../sets/permission-sets.ts";
import type { Io } from "./io.ts";
import { isUnreadable, tellProblems } from "./open-world.ts";
import type { ManifestOptions } from "./options.ts";
import type { Teller } from "./teller.ts";
import { UsageError } from "./usage-error.ts";

interface FileOptions extends ManifestOptions {
	readonly write?: boolean;
	readonly patch?: boolean;
	readonly dropInert?: boolean;
}

/** A file with its text before and after. */
interface EditedFile {
	readonly file: string;
	readonly text: string;
	readonly edited: string;
}

/** Simplifies every role of the input, and edits the texts they stand in; nothing is written yet. */
export async function simplifyFiles(
	io: Io,
	options: FileOptions,
	teller: Teller,
): Promise<{ readonly simplification: Simplification; readonly files: readonly EditedFile[] }> {
	let stdin: string | undefined;
	const readStdin = (): string => {
		stdin ??= io.readStdin();
		return stdin;
	};
	const snapshot = read(options, readStdin, teller);
	const roleOptions = {
		kubernetesVersion: snapshot.kubernetesVersion,
		...(options.defaultNamespace !== undefined && { defaultNamespace: options.defaultNamespace }),
	};
	const files: EditedFile[] = [];
	const all: SimplifiedRole[] = [];
	for (const written of writtenRoles([...new Set(options.filename)], readStdin, roleOptions)) {
		const found = written.roles.map((role) => simplify(role, { ...snapshot, ...options }));
		const { roles, edited } = editFile(written, found, roleOptions, options);
		all.push(...roles);
		if (edited !== written.text) files.push({ file: written.file, text: written.text, edited });
	}
	const sum = (count: (role: SimplifiedRole) => number): number =>
		all.reduce((total, role) => total + count(role), 0);
	const simplification = {
		roles: all.filter(
			({ changes, remarks, left }) => changes.length + remarks.length > 0 || left !== undefined,
		),
		total: all.length,
		rulesBefore: sum(({ rules }) => rules.length),
		rulesAfter: sum((role) => (isSimpler(role) ? resultOf(role) : role.rules).length),
		written: options.write === true,
	};
	return { simplification, files };
}

/** Misspelled resources are told with the rules they stand in. */
function read(options: FileOptions, readStdin: () => string, teller: Teller): Snapshot {
	const { filename, bootstrapPolicy, defaultNamespace, kubernetesVersion } = options;
	const snapshot = loadSnapshot({
		filenames: filename,
		readStdin,
		bootstrapPolicy,
		...(defaultNamespace !== undefined && { defaultNamespace }),
		...(kubernetesVersion !== undefined && { kubernetesVersion }),
	});
	const isNews = (code: string): boolean =>
		code !== "misspelled-resource" && code !== "duplicate-object";
	tellProblems(
		snapshot.problems.filter(({ code }) => isNews(code)),
		teller,
	);
	if (isUnreadable(snapshot)) {
		throw new UsageError("nothing that was given could be read: there is nothing to simplify");
	}
	return snapshot;
}

function resultOf({ become }: SimplifiedRole): readonly PolicyRule[] {
	return become.filter((rule) => rule !== undefined);
}

interface FileResult {
	readonly roles: readonly SimplifiedRole[];
	readonly edited: string;
}

/** Edits what can be edited, reads the new text again, and takes back every edit that does not prove right. */
function editFile(
	{ file, text, roles }: WrittenRoles,
	simplified: readonly SimplifiedRole[],
	roleOptions: RoleOptions,
	options: FileOptions,
): FileResult {
	const isText = options.write === true || options.patch === true;
	const whyNot = isText && file === "<stdin>" ? "it was read from standard input" : encoding(text);
	const first = simplified.map((role) =>
		role.changes.length > 0 && whyNot !== undefined ? { ...role, left: whyNot } : role,
	);
	const attempt = (wanted: readonly SimplifiedRole[]): FileResult => {
		const edits = wanted.flatMap((role, index): readonly RuleEdit[] => {
			const own = roles[index];
			return own === undefined || !isSimpler(role) ? [] : [editOf(own, role)];
		});
		const { text: edited, failures } = editRules(text, edits);
		const reasons = failures.values();
		const results = wanted.map((role) =>
			isSimpler(role) ? { ...role, left: reasons.next().value } : role,
		);
		return { roles: results, edited };
	};
	const result = attempt(first);
	const isProved = ({ edited, roles: results }: FileResult): boolean =>
		edited === text || isAsPromised(rolesOfText(file, edited, roleOptions), roles, results);
	if (isProved(result)) return result;
	const alone = result.roles.map((role, index) => {
		if (!isSimpler(role)) return role;
		const others = result.roles.map((other, at) =>
			at === index ? other : { ...other, changes: [] },
		);
		return isProved(attempt(others)) ? role : { ...role, left: unproved };
	});
	const second = attempt(alone);
	if (isProved(second)) return second;
	return {
		roles: alone.map((role) => (isSimpler(role) ? { ...role, left: unproved } : role)),
		edited: text,
	};
}

const unproved = "the edited text could not be proved to mean the same";

/** What was no UTF-8 has been read as this sign, and would be written so. */
function encoding(text: string): string | undefined {
	return text.includes("\uFFFD") ? "its file is not all UTF-8" : undefined;
}

function editOf({ origin, rules }: Role, { become, changes }: SimplifiedRole): RuleEdit {
	const takers = rules.map((_, index) => {
		const gone = changes.find(({ rule, kind }) => rule === index && kind !== "needless");
		if (gone?.kind === "covered") return gone.by[0];
		return gone?.kind === "merged" ? gone.into[0] : undefined;
	});
	return { origin, rules, become, takers };
}

/** Every role has the rules it was to have, and nothing else has changed. */
function isAsPromised(
	after: readonly Role[],
	before: readonly Role[],
	promised: readonly SimplifiedRole[],
): boolean {
	return (
		after.length === before.length &&
		after.every((role, index) => {
			const old = before[index];
			const simplified = promised[index];
			if (old === undefined || simplified === undefined) return false;
			const expected = isSimpler(simplified) ? resultOf(simplified) : old.rules;
			return isSameRole(role, old) && isSameSet(role.rules, expected, simplified, old.rules);
		})
	);
}

function isSameRole(one: Role, other: Role): boolean {
	const rest = ({ kind, namespace, name, labels, aggregation }: Role): string =>
		JSON.stringify([
			kind,
			namespace,
			name,
			[...labels],
			aggregation?.map((all) => [...all.matchLabels]),
		]);
	return rest(one) === rest(other);
}

function isSameSet(
	rules: readonly PolicyRule[],
	expected: readonly PolicyRule[],
	{ proof }: SimplifiedRole,
	old: readonly PolicyRule[],
): boolean {
	if (rules.length !== expected.length) return false;
	if (expected === old) return JSON.stringify(rules) === JSON.stringify(old);
	const sets = new PermissionSets();
	const set = sets.ofRules(rules);
	return set.equals(sets.ofRules(proof === "exact" ? old : expected));
}

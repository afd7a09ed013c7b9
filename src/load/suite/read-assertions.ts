import {
	type Assertion,
	denialReasons,
	type SuiteText,
	type TestSeverity,
} from "../../model/suite.ts";
import type { Fields } from "./fields.ts";
import { checkIdleCaseKeys, checkIdleKeys } from "./idle-keys.ts";
import { closedAssertions } from "./read-closed.ts";
import { gridAssertions } from "./read-grid.ts";
import { permissionsOf } from "./read-permission.ts";
import { ratchets } from "./read-ratchets.ts";

/** Everything that a test asserts; several kinds may stand in one test. */
export function assertionsIn(fields: Fields, severity: TestSeverity): readonly Assertion[] {
	if (fields.has("cannotReach")) {
		fields.fail(
			["cannotReach"],
			"`cannotReach` needs escalation paths, which this version cannot follow yet: assert the rights that open them, such as `deny: create pods`",
		);
		for (const key of ["through", "assume"]) fields.has(key);
		return [];
	}
	const common = { place: fields.place, severity };
	const found = [
		...cases(fields, common),
		...(fields.has("grid") ? gridAssertions(fields, severity) : []),
		...cross(fields, common),
		...bounds(fields, common),
		...closedAssertions(fields, common),
		...ratchets(fields, common),
	];
	if (found.length > 0) checkIdleKeys(fields);
	return found;
}

interface Common {
	readonly place: Assertion["place"];
	readonly severity: TestSeverity;
}

const severities = ["info", "warning", "error", "critical"] as const;

/** `cases`, and `allow` and `deny` beside the subject for a test that has no more. */
function cases(fields: Fields, common: Common): readonly Assertion[] {
	const subject = fields.text("subject");
	const rows = fields.list("cases").flatMap((row) => {
		const own = row.text("subject") ?? subject;
		const severity = row.oneOf("severity", severities, common.severity);
		const before = row.failures;
		const found = caseOf(row, own, { place: row.place, severity });
		checkIdleCaseKeys(row);
		row.done();
		if (found.length === 0 && row.failures === before) row.fail([], "expected `allow` or `deny`");
		return found;
	});
	const isForall = fields.has("forall");
	const direct = isForall ? [] : caseOf(fields, subject, common);
	return [...rows, ...direct];
}

function caseOf(
	fields: Fields,
	subject: SuiteText | undefined,
	common: Common,
): readonly Assertion[] {
	const via = fields.text("via");
	const soleVia = fields.boolean("soleVia", false);
	const because = fields.text("because");
	if (because !== undefined) fields.oneOf("because", denialReasons, "no-rule");
	return (["allow", "deny"] as const).flatMap((kind) => {
		if (!fields.has(kind)) return [];
		if (subject === undefined) {
			fields.fail([kind], `\`${kind}\` needs a \`subject\``);
			return [];
		}
		const place = fields.placeOf(kind);
		return permissionsOf(fields, kind).map(
			(permission): Assertion => ({
				...{ ...common, place, kind, subject, permission, soleVia },
				via: kind === "allow" ? via : undefined,
				because: kind === "deny" ? because : undefined,
			}),
		);
	});
}

/** `matrix: {subjects, verbs, resources, namespaces}` with one expectation for all. */
function cross(fields: Fields, common: Common): readonly Assertion[] {
	const matrix = fields.fields("matrix");
	if (matrix === undefined) return [];
	const expect = fields.oneOf("expect", ["allow", "deny"], "deny");
	const subjects = matrix.texts("subjects");
	const [verbs, resources] = [matrix.strings("verbs"), matrix.strings("resources")];
	const namespaces = matrix.strings("namespaces");
	matrix.done();
	for (const [key, list] of [
		["subjects", subjects],
		["verbs", verbs],
		["resources", resources],
	] as const) {
		if (list.length === 0) matrix.fail([key], `expected at least one of \`${key}\``);
	}
	const scopes = namespaces.length === 0 ? [""] : namespaces.map((one) => ` in ${one}`);
	return subjects.flatMap((subject) =>
		resources.flatMap((resource) =>
			scopes.map((scope): Assertion => {
				const text = `${verbs.join(",")} ${resource}${scope}`;
				const permission = { kind: "phrase", text, place: matrix.place } as const;
				const rest = { via: undefined, soleVia: false, because: undefined };
				return { ...common, place: matrix.place, kind: expect, subject, permission, ...rest };
			}),
		),
	);
}

/** Bounds on all that a subject or a role gives. */
function bounds(fields: Fields, common: Common): readonly Assertion[] {
	if (fields.has("forall")) return [];
	const [subject, role] = [fields.text("subject"), fields.text("role")];
	const of = subject ?? role;
	const placed = fields.text("in");
	const everyone = { text: "everyone-rights", place: fields.place };
	const ignoring = fields.has("ignoring") ? fields.texts("ignoring") : [everyone];
	const catalogue = fields.oneOf("mode", ["literal", "catalogue"], "literal") === "catalogue";
	const kinds = (["atLeast", "atMost", "exactly"] as const).filter((kind) => fields.has(kind));
	const found = kinds.flatMap((kind): readonly Assertion[] => {
		const permissions = permissionsOf(fields, kind, kind === "atLeast" ? 1 : 0);
		if (subject !== undefined && role !== undefined) {
			fields.fail([kind], `\`${kind}\` of whom? expected one of \`subject\` and \`role\``);
			return [];
		}
		if (of === undefined) {
			fields.fail([kind], `\`${kind}\` needs a \`subject\` or a \`role\``);
			return [];
		}
		const rest = {
			of,
			isRole: subject === undefined,
			in: placed,
			permissions,
			ignoring,
			catalogue,
		};
		return [{ ...common, place: fields.placeOf(kind), kind, ...rest }];
	});
	return [
		...found,
		...budgets(fields, common, subject, ignoring),
		...goldens(fields, common, subject),
	];
}

const budgetKeys = ["permissions", "wildcards", "clusterWide", "namespaces", "dangerous"];

function budgets(
	fields: Fields,
	common: Common,
	subject: SuiteText | undefined,
	ignoring: readonly SuiteText[],
): readonly Assertion[] {
	const budget = fields.fields("budget");
	if (budget === undefined) return [];
	const limits = new Map<string, number>();
	const before = budget.failures;
	for (const key of budgetKeys) {
		const limit = budget.number(key);
		if (limit !== undefined) limits.set(key, limit);
	}
	budget.done();
	if (limits.size === 0 && budget.failures === before) {
		budget.fail([], `an empty \`budget\` allows anything: expected ${budgetKeys.join(", ")}`);
	}
	if (subject !== undefined) {
		return [{ ...common, place: budget.place, kind: "budget", subject, limits, ignoring }];
	}
	fields.fail(["budget"], "`budget` needs a `subject`");
	return [];
}

function goldens(
	fields: Fields,
	common: Common,
	subject: SuiteText | undefined,
): readonly Assertion[] {
	const file = fields.text("snapshot");
	const listed = fields.texts("subjects");
	if (file === undefined) return [];
	const subjects = listed.length === 0 && subject !== undefined ? [subject] : listed;
	if (subjects.length === 0) fields.fail(["snapshot"], "`snapshot` needs `subjects`");
	return [{ ...common, place: file.place, kind: "golden", subjects, file }];
}

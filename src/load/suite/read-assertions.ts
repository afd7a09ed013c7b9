import type { Assertion, SuiteText, TestSeverity } from "../../model/suite.ts";
import type { Fields } from "../fields.ts";
import { checkIdleKeys } from "./idle-keys.ts";
import { type Common, cases, type Whose, whoseOf } from "./read-cases.ts";
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
		for (const key of ["subject", "through", "assume"]) fields.has(key);
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
				const of = { of: subject, isRole: false };
				return { ...common, ...of, place: matrix.place, kind: expect, permission, ...rest };
			}),
		),
	);
}

/** Bounds on all that a subject or a role gives. */
function bounds(fields: Fields, common: Common): readonly Assertion[] {
	if (fields.has("forall")) return [];
	const whose = whoseOf(fields, undefined);
	const everyone = { text: "everyone-rights", place: fields.place };
	const ignoring = fields.has("ignoring") ? fields.texts("ignoring") : [everyone];
	const catalogue = fields.oneOf("mode", ["literal", "catalogue"], "literal") === "catalogue";
	const kinds = (["atLeast", "atMost", "exactly"] as const).filter((kind) => fields.has(kind));
	const found = kinds.flatMap((kind): readonly Assertion[] => {
		const permissions = permissionsOf(fields, kind, kind === "atLeast" ? 1 : 0);
		if (whose === undefined) {
			fields.fail([kind], `\`${kind}\` needs a \`subject\` or a \`role\``);
			return [];
		}
		const rest = { ...whose, permissions, ignoring, catalogue };
		return [{ ...common, place: fields.placeOf(kind), kind, ...rest }];
	});
	return [
		...found,
		...budgets(fields, common, whose, ignoring),
		...goldens(fields, common, fields.text("subject")),
	];
}

const budgetKeys = ["permissions", "wildcards", "clusterWide", "namespaces", "dangerous"];

function budgets(
	fields: Fields,
	common: Common,
	whose: Whose | undefined,
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
	if (whose !== undefined) {
		return [{ ...common, ...whose, place: budget.place, kind: "budget", limits, ignoring }];
	}
	fields.fail(["budget"], "`budget` needs a `subject` or a `role`");
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

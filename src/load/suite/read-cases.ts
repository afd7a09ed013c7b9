import { denialReasons } from "../../model/denial-reason.ts";
import type { Assertion, SuiteText, TestSeverity } from "../../model/suite.ts";
import type { Fields } from "../fields.ts";
import { checkIdleCaseKeys } from "./idle-keys.ts";
import { permissionsOf } from "./read-permission.ts";

/** What every assertion has. */
export interface Common {
	readonly place: Assertion["place"];
	readonly severity: TestSeverity;
}

const severities = ["info", "warning", "error", "critical"] as const;

/** `cases`, and `allow` and `deny` beside the subject for a test that has no more. */
export function cases(fields: Fields, common: Common): readonly Assertion[] {
	checkOneOfWhom(fields);
	const whose = whoseOf(fields, undefined);
	const rows = fields.list("cases").flatMap((row) => {
		const severity = row.oneOf("severity", severities, common.severity);
		const before = row.failures;
		const found = caseOf(row, whoseOf(row, whose), { place: row.place, severity });
		checkOneOfWhom(row);
		checkIdleCaseKeys(row);
		row.done();
		if (found.length === 0 && row.failures === before) row.fail([], "expected `allow` or `deny`");
		return found;
	});
	const isForall = fields.has("forall");
	const direct = isForall ? [] : caseOf(fields, whose, common);
	return [...rows, ...direct];
}

/** Of whom a test or a case speaks. */
export interface Whose {
	readonly of: SuiteText;
	readonly isRole: boolean;
	/** The namespace that a role is bound in; everywhere without it. */
	readonly in: SuiteText | undefined;
}

export function whoseOf(fields: Fields, otherwise: Whose | undefined): Whose | undefined {
	const [subject, role] = [fields.text("subject"), fields.text("role")];
	const placed = fields.text("in");
	if (subject !== undefined) return { of: subject, isRole: false, in: undefined };
	return role === undefined ? otherwise : { of: role, isRole: true, in: placed };
}

function checkOneOfWhom(fields: Fields): void {
	if (!fields.has("subject") || !fields.has("role")) return;
	fields.fail(["role"], "of whom? expected one of `subject` and `role`");
}

function caseOf(fields: Fields, whose: Whose | undefined, common: Common): readonly Assertion[] {
	const via = fields.text("via");
	const soleVia = fields.boolean("soleVia", false);
	const because = fields.text("because");
	if (because !== undefined) fields.oneOf("because", denialReasons, "no-rule");
	if (["soleVia", "allow"].every((key) => fields.has(key)) && !fields.has("via")) {
		fields.fail(["soleVia"], "`soleVia` needs `via`: the only way that it is granted");
	}
	for (const key of ["via", "because"]) {
		if (whose?.isRole === true && fields.has(key)) {
			fields.fail([key], `\`${key}\` needs a \`subject\`: nobody is bound to a role by itself`);
		}
	}
	return (["allow", "deny"] as const).flatMap((kind) => {
		if (!fields.has(kind)) return [];
		const permissions = permissionsOf(fields, kind);
		if (whose === undefined) {
			fields.fail([kind], `\`${kind}\` needs a \`subject\` or a \`role\``);
			return [];
		}
		const place = fields.placeOf(kind);
		return permissions.map(
			(permission): Assertion => ({
				...{ ...common, ...whose, place, kind, permission, soleVia },
				via: kind === "allow" ? via : undefined,
				because: kind === "deny" ? because : undefined,
			}),
		);
	});
}

import type { Assertion, TestSeverity } from "../../model/suite.ts";
import type { Fields } from "../fields.ts";
import { permissionOf, permissionsOf } from "./read-permission.ts";
import { subjectsIn } from "./read-subjects.ts";

interface Common {
	readonly place: Assertion["place"];
	readonly severity: TestSeverity;
}

/** Who may, of all there are and could be, and what no two of them may. */
export function closedAssertions(fields: Fields, common: Common): readonly Assertion[] {
	return [...onlies(fields, common), ...foralls(fields, common), ...relations(fields, common)];
}

function onlies(fields: Fields, common: Common): readonly Assertion[] {
	const [hasOnly, hasCan] = [fields.has("only"), fields.has("can")];
	const exhaustive = fields.boolean("exhaustive", false);
	if (!hasOnly && !hasCan) return [];
	if (!hasCan) fields.fail(["only"], "`only` needs `can`: what only these may do");
	if (!hasOnly) fields.fail(["can"], "`can` needs `only`: who may do it");
	const subjects = fields.texts("only");
	const place = fields.placeOf(hasOnly ? "only" : "can");
	return permissionsOf(fields, "can").map(
		(permission): Assertion => ({
			...common,
			place,
			kind: "only",
			subjects,
			permission,
			exhaustive,
		}),
	);
}

function foralls(fields: Fields, common: Common): readonly Assertion[] {
	const forall = fields.fields("forall");
	if (forall === undefined) return [];
	const among = subjectsIn(forall);
	forall.done();
	const ignoring = fields.has("ignoring") ? fields.texts("ignoring") : undefined;
	const bounded = (["allow", "deny", "atMost"] as const).filter((bound) => fields.has(bound));
	if (bounded.length === 0) {
		fields.fail(["forall"], "`forall` needs `deny`, `atMost` or `allow`");
	}
	return bounded.map((bound) => {
		const permissions = permissionsOf(fields, bound, bound === "atMost" ? 0 : 1);
		const place = fields.placeOf(bound);
		return { ...common, place, kind: "forall", among, bound, permissions, ignoring };
	});
}

function relations(fields: Fields, common: Common): readonly Assertion[] {
	const found: Assertion[] = [];
	const notBoth = fields.fields("notBoth");
	if (notBoth !== undefined) {
		const among = subjectsIn(notBoth);
		const [first, second] = [permissionOf(notBoth, "first"), permissionOf(notBoth, "second")];
		notBoth.done();
		if (first === undefined || second === undefined) {
			notBoth.fail([], "`notBoth` needs `first` and `second`");
		} else found.push({ ...common, place: notBoth.place, kind: "notBoth", among, first, second });
	}
	if (fields.has("disjoint")) {
		const subjects = fields.texts("disjoint");
		const place = fields.placeOf("disjoint");
		if (subjects.length < 2) fields.fail(["disjoint"], "`disjoint` needs two subjects");
		found.push({
			...common,
			place,
			kind: "disjoint",
			subjects,
			on: permissionOf(fields, "within"),
		});
	}
	return found;
}

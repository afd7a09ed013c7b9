import type { AuditRemark } from "../model/audit.ts";
import type { Acceptance } from "../model/audit-suppression.ts";
import { isDay } from "../model/day.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import { objectName } from "../model/object-name.ts";
import { type Origin, placeOf } from "../model/origin.ts";
import { unknownPolicy } from "../model/unknown-policy.ts";

/** Roles, bindings and accounts of the input, with what is written on them. */
export interface Annotated {
	readonly roles: readonly AnnotatedObject[];
	readonly bindings: readonly AnnotatedObject[];
	readonly accounts: readonly Omit<AnnotatedObject, "kind">[];
}

interface AnnotatedObject {
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
	readonly annotations?: ReadonlyMap<string, string>;
	readonly origin: Origin;
}

/** By the name of the object (`ServiceAccount/ci/bot`), what is accepted on it; and what is wrong with the annotations. */
export interface AnnotatedAcceptances {
	readonly byObject: ReadonlyMap<string, Acceptance>;
	readonly remarks: readonly AuditRemark[];
}

const ignoreKey = "rolecall.dev/ignore";
const reasonKey = `${ignoreKey}-reason`;
const untilKey = `${ignoreKey}-until`;

/** Reads `rolecall.dev/ignore` of every object; `known` are the ids of the policies. */
export function annotatedAcceptances(
	{ roles, bindings, accounts }: Annotated,
	known: readonly string[],
): AnnotatedAcceptances {
	const byObject = new Map<string, Acceptance>();
	const remarks: AuditRemark[] = [];
	const all = [
		...[...roles, ...bindings].map((one) => [objectName(one), one] as const),
		...accounts.map((one) => [objectName({ ...one, kind: "ServiceAccount" }), one] as const),
	];
	for (const [name, { annotations, origin }] of all) {
		if (annotations === undefined || annotations.size === 0) continue;
		const acceptance = acceptanceIn(annotations, origin, known, remarks);
		if (acceptance !== undefined) byObject.set(name, acceptance);
	}
	return { byObject, remarks };
}

/** Undefined where there is nothing, or something wrong, which is told. */
function acceptanceIn(
	annotations: ReadonlyMap<string, string>,
	origin: Origin,
	known: readonly string[],
	remarks: AuditRemark[],
): Acceptance | undefined {
	const before = remarks.length;
	const fail = (key: string, message: string): void => {
		const place = placeOf(origin, ["metadata", "annotations", key]);
		remarks.push({ severity: "error", message, place });
	};
	checkKeys(annotations, fail);
	const given = annotations.get(ignoreKey);
	if (given === undefined) return undefined;
	const policies = given.split(/[\s,]+/).filter((word) => word !== "");
	if (policies.length === 0) fail(ignoreKey, `\`${ignoreKey}\` names no policy`);
	for (const id of policies) {
		const wrong = wrongPolicy(id, known);
		if (wrong !== undefined) fail(ignoreKey, wrong);
	}
	const reason = (annotations.get(reasonKey) ?? "").replaceAll(/\s+/g, " ").trim();
	if (reason === "") fail(ignoreKey, `expected \`${reasonKey}\` beside \`${ignoreKey}\``);
	const until = annotations.get(untilKey) ?? "";
	if (until === "") fail(ignoreKey, `expected \`${untilKey}\` beside \`${ignoreKey}\``);
	else if (!isDay(until)) fail(untilKey, `expected a day such as 2026-12-31, found \`${until}\``);
	if (remarks.length > before) return undefined;
	const place = placeOf(origin, ["metadata", "annotations", ignoreKey]);
	const texts = policies.map((text) => ({ text, place }));
	return { by: "annotation", policies: texts, reason, until, place };
}

function checkKeys(
	annotations: ReadonlyMap<string, string>,
	fail: (key: string, message: string) => void,
): void {
	const known = [reasonKey, untilKey, ignoreKey];
	for (const key of annotations.keys()) {
		if (!key.startsWith("rolecall.dev/")) continue;
		if (!known.includes(key)) {
			const hint = didYouMean(key, known);
			if (hint !== "" || key.startsWith(ignoreKey))
				fail(key, `unknown annotation \`${key}\`${hint}`);
		} else if (!annotations.has(ignoreKey))
			fail(key, `expected \`${ignoreKey}\` beside \`${key}\``);
	}
}

/** Why a word of an annotation names no policy. */
function wrongPolicy(id: string, known: readonly string[]): string | undefined {
	if (/^\*+$/.test(id)) return `\`${id}\` would accept whatever is found in future: name policies`;
	return unknownPolicy(id, known);
}

import type { GrantCheck } from "../model/grant-check.ts";
import { formatPlace } from "../model/origin.ts";
import type { Rows } from "./rows.ts";

/** A row for each refusal; one with empty fields for what passes. */
export function grantCheckRows({ writes }: GrantCheck): Rows {
	const headers = ["verdict", "action", "kind", "namespace", "name", "where", "refusal", "says"];
	const rows = writes.flatMap(({ verdict, action, object, refusals }) => {
		const { kind, namespace, name, place } = object;
		const lead = [verdict, action, kind, namespace, name, formatPlace(place)];
		if (refusals.length === 0) return [[...lead, "", ""]];
		return refusals.map((refusal) => [...lead, refusal.kind, refusal.says.replaceAll("\n", " ")]);
	});
	return { headers, rows };
}

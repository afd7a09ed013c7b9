import type { Binding } from "../model/binding.ts";
import { nearest } from "../model/nearest.ts";
import type { SuiteText } from "../model/suite.ts";
import type { SuiteWords } from "./suite-words.ts";

/** A `via` that no binding of the input is could only ever fail, for the wrong reason. */
export function checkVia(words: SuiteWords, via: SuiteText | undefined): void {
	if (via === undefined) return;
	const ways = words.world.grants.bound.map(({ binding }) => wayOf(binding));
	if (ways.includes(via.text)) return;
	const meant = nearest(via.text, ways);
	const hint = meant === undefined ? "" : `; did you mean \`${meant}\`?`;
	words.fail(
		via.place,
		`nothing in the inputs binds \`${via.text}\`: expected \`RoleBinding/NAMESPACE/NAME -> ClusterRole/NAME\` or the like${hint}`,
	);
}

function wayOf({ kind, namespace, name, roleRef }: Binding): string {
	const place = namespace === "" ? "" : `${namespace}/`;
	const ofRole = roleRef.kind === "Role" ? place : "";
	return `${kind}/${place}${name} -> ${roleRef.kind}/${ofRole}${roleRef.name}`;
}

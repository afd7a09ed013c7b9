import { referenceTo } from "../../answer/chain.ts";
import type { Binding } from "../../model/binding.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { Subject } from "../../model/subject.ts";
import { compareText } from "../../model/text-order.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { unplacedOf } from "./unplaced-of.ts";

/**
 * Accounts of one file that name no namespace all go into one. Where its bindings speak of them in several, all but
 * one of those are written down by hand and miss.
 */
export const chartNamespaceMixed: AuditCheck = ({ snapshot }) => {
	const accounts = snapshot.accounts.filter(unplacedOf(snapshot));
	const files = new Set(accounts.map(({ origin }) => origin.file));
	return [...files].flatMap((file) => {
		const names = accounts.filter(({ origin }) => origin.file === file).map(({ name }) => name);
		const bindings = snapshot.bindings.filter(({ origin }) => origin.file === file);
		return hitsOf(spokenOf(bindings, new Set(names)));
	});
};

interface Spoken {
	readonly binding: Binding;
	readonly index: number;
	readonly subject: Extract<Subject, { readonly kind: "ServiceAccount" }>;
}

function spokenOf(bindings: readonly Binding[], names: ReadonlySet<string>): readonly Spoken[] {
	return bindings.flatMap((binding) =>
		binding.subjects.flatMap((subject, index): readonly Spoken[] => {
			const isOne = subject.kind === "ServiceAccount" && subject.namespace !== "";
			return isOne && names.has(subject.name) ? [{ binding, index, subject }] : [];
		}),
	);
}

function hitsOf(spoken: readonly Spoken[]): readonly Hit[] {
	const counts = new Map<string, number>();
	for (const { subject } of spoken) {
		counts.set(subject.namespace, (counts.get(subject.namespace) ?? 0) + 1);
	}
	const [[most] = [""]] = [...counts].sort(
		([one, times], [other, others]) =>
			others - times ||
			Number(one === "default") - Number(other === "default") ||
			compareText(one, other),
	);
	return spoken
		.filter(({ subject }) => subject.namespace !== most)
		.map(({ binding, index, subject: { namespace, name } }) => ({
			concerned: { kind: "object", object: referenceTo(binding) },
			message: `${objectName(binding)} names ServiceAccount \`${name}\` in \`${namespace}\`, others of this file in \`${most}\`: the account names no namespace, so it cannot be in both, and one of the bindings gives nothing`,
			place: placeOf(binding.origin, ["subjects", index]),
			key: `${namespace}/${name}`,
		}));
}

import { referenceTo } from "../../answer/chain.ts";
import type { Binding } from "../../model/binding.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { ownBindings } from "./own-objects.ts";

interface Named {
	readonly name: string;
	readonly binding: Binding;
	readonly index: number;
}

/** One person written in two ways: names are compared letter by letter. */
export const namesDifferInCase: AuditCheck = (world) => {
	const first = new Map<string, Named>();
	const told = new Set<string>();
	return ownBindings(world).flatMap((binding) =>
		binding.subjects.flatMap(({ kind, name }, index): readonly Hit[] => {
			if (kind === "ServiceAccount") return [];
			const key = `${kind} ${name.toLowerCase()}`;
			const one = first.get(key);
			if (one === undefined) first.set(key, { name, binding, index });
			if (one === undefined || one.name === name || told.has(`${kind} ${name}`)) return [];
			told.add(`${kind} ${name}`);
			const place = placeOf(one.binding.origin, ["subjects", one.index]);
			return [
				{
					concerned: { kind: "object", object: referenceTo(binding) },
					message: `${objectName(binding)} names ${kind} \`${name}\`, ${objectName(one.binding)} names \`${one.name}\`: case counts, so these are two, and who is one of them has not what the other has`,
					place: placeOf(binding.origin, ["subjects", index]),
					related: [{ place, title: `\`${one.name}\`` }],
					severity: "info",
					confidence: "heuristic",
					key: `${kind} ${name}`,
				},
			];
		}),
	);
};

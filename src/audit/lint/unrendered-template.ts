import { referenceTo } from "../../answer/chain.ts";
import type { Binding } from "../../model/binding.ts";
import { objectName } from "../../model/object-name.ts";
import { type FieldPath, placeOf } from "../../model/origin.ts";
import type { ProblemCode } from "../../model/problem.ts";
import type { Role } from "../../model/role.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { ownBindings, ownRoles } from "./own-objects.ts";
import { placeholderIn } from "./placeholder-in.ts";
import { problemHits } from "./problem-hits.ts";

/** Templates that nobody filled in: whole files, and single names that the API server takes as they are. */
export const unrenderedTemplate: AuditCheck = (world) => [
	...problemHits(world, "unrendered-template", {
		says: ({ code }) => says[code] ?? "is a template",
		wordsOf: shortened,
		// Its objects are audited; only their names may be others.
		severityOf: ({ code }) => (code === "kustomization" ? "info" : "medium"),
	}),
	...ownRoles(world).flatMap((role) => namesHit(role, namesOfRole(role))),
	...ownBindings(world).flatMap((binding) => namesHit(binding, namesOfBinding(binding))),
];

const says: Readonly<Partial<Record<ProblemCode, string>>> = {
	"operator-permissions": "does not show who may do what",
	kustomization: "changes what is read here",
};

/** What the server says of the letters in a placeholder helps nobody. */
function shortened(message: string): string {
	const value = /^Invalid value: ("[^"]*")/.exec(message)?.[1];
	return value === undefined ? message : `${value} has to be filled in first`;
}

type Name = readonly [name: string, path: FieldPath];

function namesOfRole({ name, rules }: Role): readonly Name[] {
	const inRules = rules.flatMap(({ resourceNames }, rule) =>
		resourceNames.map((one, at): Name => [one, ["rules", rule, "resourceNames", at]]),
	);
	return [[name, ["metadata", "name"]], ...inRules];
}

function namesOfBinding({ name, roleRef, subjects }: Binding): readonly Name[] {
	const inSubjects = subjects.flatMap((one, at): readonly Name[] => {
		const name: Name = [one.name, ["subjects", at, "name"]];
		// The server looks at no namespace of a subject.
		return one.kind === "ServiceAccount"
			? [name, [one.namespace, ["subjects", at, "namespace"]]]
			: [name];
	});
	return [[name, ["metadata", "name"]], [roleRef.name, ["roleRef", "name"]], ...inSubjects];
}

function namesHit(object: Role | Binding, names: readonly Name[]): readonly Hit[] {
	const found = names.flatMap(([name, path]) => {
		const placeholder = placeholderIn(name);
		return placeholder === undefined ? [] : [{ name, placeholder, path }];
	});
	const [first, ...others] = found;
	if (first === undefined) return [];
	const { name, placeholder, path } = first;
	const more = others.length === 0 ? "" : `, and ${others.length} more names like it`;
	return [
		{
			concerned: { kind: "object", object: referenceTo(object) },
			message: `${objectName(object)} says \`${name}\`${more}: nothing fills in \`${placeholder}\`, and the API server takes it for the name itself`,
			place: placeOf(object.origin, path),
			related: others.map((one) => ({
				place: placeOf(object.origin, one.path),
				title: `\`${one.name}\``,
			})),
			key: name,
		},
	];
}

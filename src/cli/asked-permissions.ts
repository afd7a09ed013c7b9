import { isNamedByRule } from "../answer/named-resource.ts";
import { type PermissionQuestion, permissionQuestion } from "../answer/permission-question.ts";
import { namespaceWarnings } from "../model/namespace-warnings.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";
import { asked } from "./asked.ts";
import type { World } from "./open-world.ts";
import type { ScopeOptions } from "./question-words.ts";
import type { Teller } from "./teller.ts";

/** Permissions in words as sets of this world, after saying how they were read. */
export function askedPermissions(
	sets: PermissionSets,
	text: string,
	{ grants: { snapshot }, namespace: usual }: World,
	{ namespace, allNamespaces }: ScopeOptions,
	teller: Teller,
): PermissionQuestion {
	const { catalog, namespaces } = snapshot;
	const defaultNamespace = namespace ?? usual;
	const world = {
		catalog,
		namespaces,
		defaultNamespace,
		isNamedByRule: (resource: string, apiGroup: string) =>
			isNamedByRule(snapshot, resource, apiGroup),
	};
	const option = namespace === undefined ? undefined : "-n";
	const said = allNamespaces === true ? "-A" : option;
	const read = permissionQuestion(sets, text, world, {
		...(said !== undefined && {
			scopeIsSaid: `\`${text}\` says itself where it counts: leave out ${said}`,
		}),
		...(said === "-A" && { scope: { kind: "everywhere", column: 1, length: 0 } }),
	});
	if (namespace !== undefined) {
		asked({ notes: [], warnings: namespaceWarnings(snapshot, namespace) }, teller);
	}
	return asked(read, teller);
}

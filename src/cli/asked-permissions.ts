import { isNamedByRule } from "../answer/named-resource.ts";
import { type PermissionQuestion, permissionQuestion } from "../answer/permission-question.ts";
import { namespaceWarnings } from "../model/namespace-warnings.ts";
import type { Scope } from "../phrase/phrase.ts";
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
	options: ScopeOptions | "everywhere",
	teller: Teller,
): PermissionQuestion {
	const { catalog, namespaces } = snapshot;
	const { namespace, allNamespaces } = options === "everywhere" ? {} : options;
	const world = {
		catalog,
		namespaces,
		defaultNamespace: namespace ?? usual,
		isNamedByRule: (resource: string | undefined, apiGroup: string) =>
			isNamedByRule(snapshot, resource, apiGroup),
	};
	const isEverywhere = options === "everywhere" || allNamespaces === true;
	const said = allNamespaces === true ? "-A" : namespace === undefined ? undefined : "-n";
	const scopeIsSaid =
		said === undefined ? undefined : `\`${text}\` says itself where it counts: leave out ${said}`;
	const read = permissionQuestion(sets, text, world, {
		...(scopeIsSaid !== undefined && { scopeIsSaid }),
		...(isEverywhere && { scope: everywhere }),
	});
	if (namespace !== undefined) {
		asked({ notes: [], warnings: namespaceWarnings(snapshot, namespace) }, teller);
	}
	return asked(read, teller);
}

const everywhere: Scope = { kind: "everywhere", column: 1, length: 0 };

import type { ClusterDump, MissingList } from "../load/live/cluster-dump.ts";
import { compareText } from "../model/text-order.ts";
import type { Teller } from "./teller.ts";

/** Lists without which an answer may be wrong; the others only name things. */
const deciding = new Set(["roles", "clusterroles", "rolebindings", "clusterrolebindings"]);

/** What the cluster refused to show, and the ClusterRole that would let it. */
export function tellMissingLists({ missing, context }: ClusterDump, teller: Teller): void {
	const refused = missing.filter(({ resource }) => deciding.has(resource));
	for (const { resource, namespace, except, why } of refused) {
		const where = namespace === "" ? "" : ` in namespace ${namespace}`;
		const but = except === undefined ? "" : `, but for ${except.length} namespaces`;
		teller.warn(`${context} did not list ${resource}${where}${but}: ${why}`);
	}
	if (refused.length > 0) {
		teller.line("# the rights that are missing, as a ClusterRole to bind to whoever runs rolecall");
		teller.line(clusterRoleFor(missing).join("\n"));
	} else if (missing.length > 0 && teller.options.verbose) {
		const names = [...new Set(missing.map(({ resource }) => resource))].sort(compareText);
		teller.note(`${context} did not list ${names.join(", ")}: names of those are not shown`);
	}
}

function clusterRoleFor(missing: readonly MissingList[]): readonly string[] {
	const byGroup = new Map<string, Set<string>>();
	for (const { apiGroup, resource } of missing) {
		if (resource === "*") continue;
		const resources = byGroup.get(apiGroup) ?? new Set();
		byGroup.set(apiGroup, resources.add(resource));
	}
	const groups = [...byGroup].sort(([one], [other]) => compareText(one, other));
	return [
		"apiVersion: rbac.authorization.k8s.io/v1",
		"kind: ClusterRole",
		"metadata:",
		"  name: rolecall-reader",
		"rules:",
		...groups.flatMap(([group, resources]) => [
			`- apiGroups: [${JSON.stringify(group)}]`,
			`  resources: [${[...resources].sort(compareText).join(", ")}]`,
			"  verbs: [list]",
		]),
	];
}

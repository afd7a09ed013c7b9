import type { ClusterDump, MissingList } from "../load/live/cluster-dump.ts";
import { compareText } from "../model/text-order.ts";
import { visible } from "../render/visible.ts";
import type { Teller } from "./teller.ts";

/** Lists without which an answer may be wrong; the others only name things. */
export const decidingLists: ReadonlySet<string> = new Set([
	"roles",
	"clusterroles",
	"rolebindings",
	"clusterrolebindings",
]);

/** What the cluster refused to show, and the ClusterRole that would let it. */
export function tellMissingLists(dump: ClusterDump, teller: Teller): void {
	const { missing, context } = dump;
	const refused = missing.filter(({ resource }) => decidingLists.has(resource));
	for (const { resource, namespace, except, why } of refused) {
		const where = namespace === "" ? "" : ` in namespace ${namespace}`;
		const but = except === undefined ? "" : `, but for ${except.length} namespaces`;
		teller.warn(`${context} did not list ${resource}${where}${but}: ${why}`);
	}
	if (refused.length > 0) {
		tellMissingRights(dump, teller);
	} else if (missing.length > 0 && teller.options.verbose) {
		const names = [...new Set(missing.map(({ resource }) => resource))].sort(compareText);
		teller.note(`${context} did not list ${names.join(", ")}: names of those are not shown`);
	}
}

/** What is not there cannot be granted: only what was forbidden. */
function tellMissingRights({ missing, context }: ClusterDump, teller: Teller): void {
	const forbidden = missing.filter(
		({ why, resource }) => why.startsWith("forbidden") && resource !== "*",
	);
	if (forbidden.length === 0) return;
	teller.line(`# the rights missing in ${visible(context)}, to bind to whoever runs rolecall`);
	teller.line(`${clusterRoleFor(forbidden).join("\n")}\n`);
}

function clusterRoleFor(missing: readonly MissingList[]): readonly string[] {
	const byGroup = new Map<string, Set<string>>();
	for (const { apiGroup, resource } of missing) {
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

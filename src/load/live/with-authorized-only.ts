import type { CatalogResource } from "../../model/catalog.ts";
import { requestVerbs } from "../../model/request.ts";
import { compareText } from "../../model/text-order.ts";
import { kubernetesResources, openShiftResources } from "../kubernetes-data.ts";

/**
 * Adds what no discovery shows because it is only ever authorized: resources such as `users`, verbs such as `bind`,
 * and the subresources the kubelet asks about.
 */
export function withAuthorizedOnly(
	served: readonly CatalogResource[],
	minor: string,
): readonly CatalogResource[] {
	const isOpenShift = served.some(({ group }) => group === "user.openshift.io");
	const recorded = [...kubernetesResources(minor), ...(isOpenShift ? openShiftResources() : [])];
	const known = new Map(recorded.map((row) => [keyOf(row), row]));
	const here = new Set(served.map(keyOf));
	return [
		...served.map((row) => withAuthorizedParts(row, known.get(keyOf(row)))),
		...recorded.filter((row) => row.virtual === true && !here.has(keyOf(row))),
	];
}

/** The kubelet, the approver of CSRs and the device drivers ask about parts of these that nobody serves. */
const withAskedParts: ReadonlySet<string> = new Set([
	"/nodes",
	"certificates.k8s.io/certificatesigningrequests",
	"resource.k8s.io/resourceclaims",
]);

function withAuthorizedParts(
	row: CatalogResource,
	recorded: CatalogResource | undefined,
): CatalogResource {
	if (recorded === undefined) return row;
	const verbs = recorded.verbs.filter(
		(verb) => !requestVerbs.includes(verb) && !row.verbs.includes(verb),
	);
	const subresources = withAskedParts.has(keyOf(row))
		? recorded.subresources.filter(({ name }) => !row.subresources.some((sub) => sub.name === name))
		: [];
	return {
		...row,
		verbs: [...row.verbs, ...verbs].sort(compareText),
		subresources: [...row.subresources, ...subresources].sort((a, b) =>
			compareText(a.name, b.name),
		),
	};
}

function keyOf({ group, resource }: CatalogResource): string {
	return `${group}/${resource}`;
}

import { ClusterError } from "./cluster-error.ts";

/** What the live reader may ask of a cluster, and nothing else. */
export type Method = "GET" | "POST";

const name = "[a-z0-9]([-a-z0-9.]*[a-z0-9])?";
const version = "v[0-9]+((alpha|beta)[0-9]+)?";
const resource = "(?!(secrets|proxy|watch|namespaces/)(/|$))[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const collection = `(namespaces/${name}/)?${resource}`;

/** Discovery, and lists and watches of a resource. Nothing with the name of an object, so no get, exec or proxy. */
const readable: readonly RegExp[] = [
	/^\/(version|api|apis|readyz|livez)$/,
	new RegExp(`^/api/${version}(/${collection})?$`),
	new RegExp(`^/apis/${name}/${version}(/${collection})?$`),
];

/** The questions of Kubernetes' review APIs: they are created, and nothing is stored. */
const reviews: ReadonlySet<string> = new Set([
	"/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
	"/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
	"/apis/authorization.k8s.io/v1/subjectaccessreviews",
	"/apis/authentication.k8s.io/v1/selfsubjectreviews",
]);

/**
 * Every request passes here on its way out: rolecall never changes a cluster and never sees a Secret, whatever the
 * code around this does.
 */
export function guardReadOnly(method: string, path: string): void {
	if (method === "GET" && readable.some((pattern) => pattern.test(path))) return;
	if (method === "POST" && reviews.has(path)) return;
	throw new ClusterError("protocol", `${method} ${path}`, "refused: rolecall only reads");
}

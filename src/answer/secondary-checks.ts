import { minorOf } from "../model/minor-of.ts";
import type { Request } from "../model/request.ts";

/** Subresources that open a connection to a pod. */
const connecting = new Set(["exec", "attach", "portforward"]);

/** What the server asks besides RBAC's answer to this request, in sentences. */
export function secondaryChecks(request: Request, kubernetesVersion: string): readonly string[] {
	if (request.kind !== "resource" || request.apiGroup !== "") return [];
	const { resource, subresource, verb } = request;
	if (resource === "pods" && connecting.has(subresource) && verb === "get") {
		return [
			minorOf(kubernetesVersion) >= 35
				? `since Kubernetes 1.35 a WebSocket connection to pods/${subresource} also needs \`create\``
				: `before Kubernetes 1.35 \`get\` alone opens pods/${subresource} over a WebSocket`,
		];
	}
	if (resource === "nodes" && subresource === "proxy" && verb === "get") {
		return ["`get` on nodes/proxy also reaches the kubelet's exec over a WebSocket"];
	}
	return [];
}

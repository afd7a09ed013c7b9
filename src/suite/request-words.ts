import type { Request } from "../model/request.ts";

/** `list secrets in namespace kube-system`, `get /healthz`. */
export function requestWords(request: Request): string {
	if (request.kind === "path") return `${request.verb} ${request.path}`;
	const { verb, apiGroup, resource, subresource, namespace, name } = request;
	const what = `${resource}${apiGroup === "" ? "" : `.${apiGroup}`}${subresource === "" ? "" : `/${subresource}`}`;
	const named = name === "" ? "" : ` ${JSON.stringify(name)}`;
	const isItself = resource === "namespaces" && apiGroup === "" && name === namespace;
	const scope = namespace === "" ? " cluster-wide" : ` in namespace ${namespace}`;
	return `${verb} ${what}${named}${isItself ? "" : scope}`;
}

import type { Identity } from "../model/identity.ts";
import type { Request } from "../model/request.ts";
import { shellWord } from "../model/shell-word.ts";

/** The `kubectl auth can-i` line that asks a cluster the same. */
export function kubectlLine({ name, groups }: Identity, request: Request): string {
	const asked = request.kind === "path" ? [request.verb, request.path] : resourceWords(request);
	const isAccount = name.startsWith("system:serviceaccount:");
	const own = groups.filter((group) => !group.startsWith("system:"));
	const shown = name === "" ? groups : isAccount ? [] : own;
	const as = [
		`--as=${name === "" ? "somebody" : name}`,
		...shown.map((group) => `--as-group=${group}`),
	];
	return ["kubectl auth can-i", ...[...asked, ...as].map(shellWord)].join(" ");
}

function resourceWords(request: Extract<Request, { kind: "resource" }>): readonly string[] {
	const { verb, apiGroup, resource, subresource, namespace, name } = request;
	const what = `${resource}${apiGroup === "" ? "" : `.${apiGroup}`}`;
	const target = name === "" ? what : `${what}/${name}`;
	const sub = subresource === "" ? [] : [`--subresource=${subresource}`];
	const scope = namespace === "" ? ["-A"] : ["-n", namespace];
	return [verb, target, ...sub, ...scope];
}

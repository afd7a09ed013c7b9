import type { Request, ResourceRequest } from "../model/request.ts";

/** An HTTP request the API server would fail before it authorizes anything. */
export interface Unroutable {
	readonly error: string;
}

/**
 * The attributes the API server authorizes for an HTTP request. `url` is the path with its query, %-encoded.
 * Label selectors are not parsed: a broken one, which the server answers with 400, is taken as a good one.
 * https://github.com/kubernetes/kubernetes/blob/v1.37.1/staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go
 */
export function requestOfHttp(method: string, url: string): Request | Unroutable {
	const badEscape = /^[^?]*?(%(?![\da-f]{2})[^?]{0,2})/i.exec(url)?.[1];
	if (badEscape !== undefined) return { error: `invalid URL escape "${badEscape}"` };
	const { path, query } = split(url);
	const parts = trimSlashes(path).split("/");
	const start = apiStart(parts);
	if (start === undefined) return { kind: "path", verb: method.toLowerCase(), path };
	let rest = parts.slice(start.consumed);
	const first = rest[0] ?? "";
	let verb = verbs.get(method) ?? "";
	const viaPrefix = first === "proxy" || first === "watch";
	if (viaPrefix) {
		if (rest.length < 2)
			return { error: `unable to determine kind and namespace from url, ${url}` };
		verb = first;
		rest = rest.slice(1);
	}
	const object = objectOf(rest, verb);
	const asked = { kind: "resource" as const, apiGroup: start.group, ...object };
	return withCollectionVerb({ ...asked, verb }, viaPrefix, query);
}

const verbs = new Map([
	["POST", "create"],
	["GET", "get"],
	["HEAD", "get"],
	["PUT", "update"],
	["PATCH", "patch"],
	["DELETE", "delete"],
]);

function split(url: string): { readonly path: string; readonly query: URLSearchParams } {
	const mark = url.indexOf("?");
	const path = mark < 0 ? url : url.slice(0, mark);
	// As Go's url.ParseQuery: what it cannot read is left out without a word.
	const pairs = (mark < 0 ? "" : url.slice(mark + 1)).split("&");
	const readable = pairs.filter((pair) => !pair.includes(";") && !/%(?![\da-f]{2})/i.test(pair));
	return { path: decoded(path), query: new URLSearchParams(readable.join("&")) };
}

function decoded(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}

function trimSlashes(path: string): string {
	return path.replace(/^\/+|\/+$/g, "");
}

/** The API group of a resource path and how many parts name group and version; undefined for any other path. */
function apiStart(
	parts: readonly string[],
): { readonly group: string; readonly consumed: number } | undefined {
	if (parts.length < 3) return undefined;
	if (parts[0] === "api") return { group: "", consumed: 2 };
	if (parts[0] !== "apis" || parts.length < 4) return undefined;
	return { group: parts[1] ?? "", consumed: 3 };
}

/** `namespaces/x` before a resource names its namespace; alone, or with its own subresources, it is the object. */
function objectOf(
	parts: readonly string[],
	verb: string,
): Pick<ResourceRequest, "namespace" | "resource" | "subresource" | "name"> {
	let rest = parts;
	let namespace = "";
	if (rest[0] === "namespaces" && rest.length > 1) {
		namespace = rest[1] ?? "";
		const ofNamespace = rest[2] === "status" || rest[2] === "finalize";
		if (rest.length > 2 && !ofNamespace) rest = rest.slice(2);
	}
	const [resource = "", name = "", subresource = ""] = rest;
	return { namespace, resource, name, subresource: verb === "proxy" ? "" : subresource };
}

function withCollectionVerb(
	request: ResourceRequest,
	viaPrefix: boolean,
	query: URLSearchParams,
): ResourceRequest {
	if (request.name !== "") return request;
	if (request.verb === "delete") return { ...request, verb: "deletecollection" };
	if (request.verb !== "get" || viaPrefix) return request;
	const verb = isWatch(query.get("watch")) ? "watch" : "list";
	return { ...request, verb, name: optionsAreValid(query) ? selectedName(query) : "" };
}

/** Anything but a missing value, `0` and `false` watches, the empty value too. */
function isWatch(value: string | null): boolean {
	return value !== null && value !== "0" && value.toLowerCase() !== "false";
}

/** A list option that cannot be read leaves the request without the name its selector would give. */
function optionsAreValid(query: URLSearchParams): boolean {
	const numbers = ["limit", "timeoutSeconds"].map((option) => query.get(option));
	return numbers.every((value) => value === null || isInt64(value));
}

function isInt64(value: string): boolean {
	if (!/^[+-]?\d+$/.test(value)) return false;
	const digits = value.replace(/^[+-]?0*/, "");
	if (digits.length !== 19) return digits.length < 19;
	return digits <= (value.startsWith("-") ? "9223372036854775808" : "9223372036854775807");
}

/**
 * The name that the field selector asks for with `metadata.name=`, when an object can have it. Of several the server
 * takes the first in the order of their texts; a selector that it cannot read gives none.
 * https://github.com/kubernetes/kubernetes/blob/v1.37.1/staging/src/k8s.io/apimachinery/pkg/fields/selector.go
 */
function selectedName(query: URLSearchParams): string {
	const selector = query.get("fieldSelector") ?? "";
	const terms = (selector.match(/(?:[^\\,]|\\.|\\$)+/gsu) ?? []).sort();
	let selected: string | undefined;
	for (const term of terms) {
		const [, field, operator, written = ""] = /^(.*?)(!=|==|=)(.*)$/su.exec(term) ?? [];
		if (operator === undefined || !/^(?:[^\\,=]|\\[\\,=])*$/u.test(written)) return "";
		if (field !== "metadata.name" || operator === "!=") continue;
		selected ??= written.replace(/\\(.)/gu, "$1");
	}
	return selected === undefined || /^\.\.?$|[/%]/.test(selected) ? "" : selected;
}

import type { Gap, Reference } from "../model/answer.ts";
import type { Identity } from "../model/identity.ts";
import { formatPlace, type Place } from "../model/origin.ts";
import type { Request, ResourceRequest } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import { visible } from "./visible.ts";

/** Groups every identity of its sort is in: naming one of them says nothing about who asks. */
const implied = new Set([
	"system:authenticated",
	"system:unauthenticated",
	"system:serviceaccounts",
]);

/** Who asks, as one would write it on the command line: `sa:ci/deployer`. */
export function identityInWords(identity: Identity): string {
	if (identity.name !== "") return subjectInWords({ kind: "User", name: identity.name });
	const telling = identity.groups.filter((group) => !implied.has(group));
	const groups = telling.length > 0 ? telling : identity.groups;
	return groups.map((group) => subjectInWords({ kind: "Group", name: group })).join(" and ");
}

export function subjectInWords(subject: Subject): string {
	return visible(formatSubject(subject));
}

/** `list persistentvolumes cluster-wide`, `get secrets "db" in namespace ci`, `get /healthz`. */
export function requestInWords(request: Request): string {
	if (request.kind === "path") return visible(`${request.verb} ${request.path}`);
	return `${visible(request.verb)} ${targetInWords(request)}${scopeOf(request)}`;
}

/** `deployments.apps/scale "web"`. */
function targetInWords(request: ResourceRequest): string {
	const name = request.name === "" ? "" : ` ${JSON.stringify(visible(request.name))}`;
	return `${resourceInWords(request)}${name}`;
}

function scopeOf(request: ResourceRequest): string {
	if (isNamespaceItself(request)) return "";
	return request.namespace === "" ? " cluster-wide" : ` in namespace ${visible(request.namespace)}`;
}

/** A Namespace object's request carries its own name as namespace; saying so would only confuse. */
function isNamespaceItself({ resource, apiGroup, name, namespace }: ResourceRequest): boolean {
	return resource === "namespaces" && apiGroup === "" && name !== "" && name === namespace;
}

export function resourceInWords(
	resource: Pick<ResourceRequest, "apiGroup" | "resource" | "subresource">,
): string {
	const group = resource.apiGroup === "" ? "" : `.${resource.apiGroup}`;
	const subresource = resource.subresource === "" ? "" : `/${resource.subresource}`;
	return visible(`${resource.resource}${group}${subresource}`);
}

/** `ClusterRole view`, `RoleBinding ci/deployer`. */
export function referenceInWords({
	kind,
	namespace,
	name,
}: Pick<Reference, "kind" | "namespace" | "name">): string {
	return visible(`${kind} ${namespace === "" ? name : `${namespace}/${name}`}`);
}

/** A subject as a binding spells it: `ServiceAccount ci/deployer`. */
export function bindingSubjectInWords(subject: Subject): string {
	if (subject.kind !== "ServiceAccount") return visible(`${subject.kind} ${subject.name}`);
	return visible(`ServiceAccount ${subject.namespace}/${subject.name}`);
}

export function scopeInWords(namespace: string): string {
	return namespace === "" ? "cluster-wide" : visible(namespace);
}

export function placeInWords(place: Place): string {
	return visible(formatPlace(place));
}

/** The file and line: enough to jump to, in a table. */
export function lineInWords(place: Place): string {
	return visible(place.line === undefined ? place.file : `${place.file}:${place.line}`);
}

/** What a rule allows: `get, list on pods, pods/log`, `get on deployments.apps named web`. */
export function ruleInWords(rule: PolicyRule, request: Request, most: number): string {
	const verbs = listed(rule.verbs, [request.verb], most);
	const names = rule.resourceNames.length === 0 ? "" : ` named ${namesOf(rule, request, most)}`;
	if (request.kind === "path") return `${verbs} on ${listed(rule.nonResourceURLs, [], most)}`;
	const full =
		request.subresource === "" ? request.resource : `${request.resource}/${request.subresource}`;
	const wanted = [full, `*/${request.subresource}`, "*"];
	const [group, ...more] = rule.apiGroups;
	if (more.length === 0) {
		const resources = rule.resources.map((resource) => withGroup(resource, group ?? ""));
		const asked = wanted.map((resource) => withGroup(resource, group ?? ""));
		return `${verbs} on ${listed(resources, asked, most)}${names}`;
	}
	const groups = rule.apiGroups.map((one) => (one === "" ? '""' : one));
	const inGroups = listed(groups, [request.apiGroup === "" ? '""' : request.apiGroup], most);
	return `${verbs} on ${listed(rule.resources, wanted, most)} (API groups ${inGroups})${names}`;
}

function namesOf(rule: PolicyRule, request: Request, most: number): string {
	const asked = request.kind === "resource" ? [request.name] : [];
	return listed(
		rule.resourceNames.map((name) => (name === "" ? '""' : name)),
		asked,
		most,
	);
}

function withGroup(resource: string, group: string): string {
	if (group === "") return resource;
	const [plural, ...subresource] = resource.split("/");
	return [`${plural}.${group}`, ...subresource].join("/");
}

/** The first few of a list, with those that matter among them, and how many are not shown. */
export function listed(items: readonly string[], wanted: readonly string[], most: number): string {
	if (items.length <= most) return visible(items.join(", "));
	const asked = new Set(wanted);
	const kept = new Set(items.filter((item) => asked.has(item)).slice(0, most));
	for (const item of items) if (kept.size < most) kept.add(item);
	const shown = items.filter((item) => kept.has(item));
	return visible(`${shown.join(", ")}, … ${items.length - shown.length} more`);
}

/** `1 binding`, `3 bindings`. */
export function counted(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** What is missing, and what to do about it. */
export function gapInWords(gap: Gap): { readonly what: string; readonly remedy: string } {
	switch (gap.kind) {
		case "missing-role": {
			const role = referenceInWords(gap.roleRef);
			return {
				what: `${role}, which ${referenceInWords(gap.binding)} binds, is not in the input`,
				remedy: `add the manifest of ${role} with -f`,
			};
		}
		case "unlisted": {
			const where = gap.namespace === "" ? "" : ` in namespace ${visible(gap.namespace)}`;
			return {
				what: `cluster ${visible(gap.context)} did not list its ${gap.resource}${where}: ${visible(gap.why)}`,
				remedy: "grant the right to list them, or let the server decide with --ask-server",
			};
		}
		case "unread-document":
			return {
				what: `a document could not be read: ${visible(gap.why)}`,
				remedy: "mend or render it, then ask again",
			};
		case "other-authorizer":
			return {
				what: visible(gap.why),
				remedy: `ask the API server: manifests do not show what the ${gap.authorizer} authorizer knows`,
			};
	}
}

export function gapPlace(gap: Gap): Place | undefined {
	switch (gap.kind) {
		case "missing-role":
			return gap.roleRef.place;
		case "unread-document":
			return gap.place;
		case "unlisted":
		case "other-authorizer":
			return undefined;
	}
}

import { filledSubject } from "../../answer/chain.ts";
import type { ResourceRequest } from "../../model/request.ts";
import { formatSubject } from "../../model/subject.ts";
import type { AuditWorld } from "../audit-world.ts";

type Asked = Pick<ResourceRequest, "verb" | "apiGroup" | "resource" | "subresource" | "name">;

/**
 * Whom RoleBindings of a namespace let do at least one of some things there, sorted. Whoever may do them everywhere has
 * findings of its own.
 */
export function holdersInside(
	{ grants }: AuditWorld,
	namespace: string,
	asked: readonly Asked[],
): readonly string[] {
	const found = new Set<string>();
	for (const one of asked) {
		for (const { binding } of grants.allowing({ kind: "resource", namespace, ...one }, false)) {
			if (binding.namespace !== namespace || binding.builtIn) continue;
			for (const subject of binding.subjects) {
				found.add(formatSubject(filledSubject(subject, namespace)));
			}
		}
	}
	return [...found].sort();
}

/** `create pods`, `patch pods/ephemeralcontainers web`, `create deployments.apps`: the group behind a dot. */
export function asked(words: string): Asked {
	const [verb = "", what = "", name = ""] = words.split(" ");
	const [thing = "", subresource = ""] = what.split("/");
	const [resource = "", ...group] = thing.split(".");
	return { verb, apiGroup: group.join("."), resource, subresource, name };
}

/** All that makes pods, whose author chooses what they run as and with. */
export const makesPods: readonly Asked[] = [
	"create pods",
	"create replicationcontrollers",
	...["deployments", "daemonsets", "statefulsets", "replicasets"].map(
		(kind) => `create ${kind}.apps`,
	),
	...["jobs", "cronjobs"].map((kind) => `create ${kind}.batch`),
].map(asked);

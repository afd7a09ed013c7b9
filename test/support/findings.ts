import type { Chain, Reference } from "../../src/model/answer.ts";
import type { Concerned, Finding } from "../../src/model/audit.ts";
import type { Subject } from "../../src/model/subject.ts";
import { policyRule } from "./world.ts";

/** `Role/ci/deployer`, `ClusterRole/view`. */
function referenceOf(words: string): Reference {
	const [kind = "", ...rest] = words.split("/");
	const [namespace = "", name = ""] = rest.length === 2 ? rest : ["", rest[0]];
	return { kind, namespace, name, place: { file: words } };
}

/** `sa:ci/deployer`, `user:jane`, `group:ops`. */
function subjectOf(words: string): Subject {
	const [kind, rest = ""] = [
		words.slice(0, words.indexOf(":")),
		words.slice(words.indexOf(":") + 1),
	];
	if (kind === "user") return { kind: "User", name: rest };
	if (kind === "group") return { kind: "Group", name: rest };
	const [namespace = "", name = ""] = rest.split("/");
	return { kind: "ServiceAccount", namespace, name };
}

/** `sa:ci/deployer`, or an object: `Role/ci/deployer`. */
export function concernedOf(words: string): Concerned {
	return /^(?:sa|user|group):/.test(words)
		? { kind: "subject", subject: subjectOf(words) }
		: { kind: "object", object: referenceOf(words) };
}

/** `RoleBinding/ci/b > ClusterRole/edit < ClusterRole/part`, the last ones aggregated into the role. */
function chainOf(words: string): Chain {
	const [binding = "", roles = ""] = words.split(" > ");
	const [role = "", ...parts] = roles.split(" < ");
	return {
		binding: referenceOf(binding),
		subject: { kind: "Group", name: "g" },
		subjectPlace: { file: binding },
		role: referenceOf(role),
		aggregatedFrom: parts.map(referenceOf),
		rule: policyRule({}),
		ruleIndex: 0,
		rulePlace: { file: role },
	};
}

/** A finding of a policy about a subject or an object; its namespace "" is everywhere. */
export function findingOf(
	policy: string,
	whom: string,
	ways: readonly string[] = [],
	more: Partial<Finding> & { readonly namespace?: string } = {},
): Finding {
	const { namespace = "", ...rest } = more;
	const concerned = concernedOf(whom);
	const isObject = concerned.kind === "object";
	return {
		...{ policy, variants: [policy], pack: "risk", severity: "high", confidence: "certain" },
		concerned,
		scope: isObject
			? { kind: "object" }
			: namespace === ""
				? { kind: "cluster" }
				: { kind: "namespace", namespace, sensitive: undefined },
		message: `${whom} does ${policy}`,
		permissions: [],
		example: undefined,
		chains: ways.map(chainOf),
		place: { file: "m.yaml", line: 1, column: 1 },
		related: [],
		implies: [],
		changes: [],
		isLatent: false,
		workloads: [],
		fix: undefined,
		fingerprint: "rc1:00000000000000000000",
		suppressed: undefined,
		...rest,
	};
}

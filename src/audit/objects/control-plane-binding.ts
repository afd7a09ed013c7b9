import type { AuditSeverity } from "../../model/audit-policy.ts";
import { objectName } from "../../model/object-name.ts";
import type { PolicyRule } from "../../model/rule.ts";
import { formatSubject, type Subject } from "../../model/subject.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { defaultSetOf, wordsOfSet } from "./beyond-defaults.ts";
import { type BoundSubject, boundSubjects } from "./bound-subjects.ts";
import { GrantStrength, isAtLeast } from "./grant-strength.ts";

/** Identities of the control plane, of nodes and of those that join get more than their part needs. */
export const controlPlaneBinding: AuditCheck = (world) =>
	boundSubjects(world).flatMap((bound) => hitOf(world, bound) ?? []);

function hitOf(world: AuditWorld, bound: BoundSubject): Hit | undefined {
	const { subject, binding, role, place, index } = bound;
	const why = partOf(subject);
	if (why === undefined || subject.kind === "ServiceAccount" || role === undefined)
		return undefined;
	if (isKubeadmAdmins(bound)) return undefined;
	const { sets } = world.identities;
	const usual = defaultSetOf(world, subject.kind, subject.name).union(
		subject.kind === "Group" ? sets.ofRules(joining) : sets.none,
	);
	const excess = world.identities.ofRole(role).difference(usual);
	const isNode = subject.kind === "Group" && binding.roleRef.name === "system:node";
	if (excess.isEmpty && !isNode) return undefined;
	const strengths = GrantStrength.of(world);
	const strength = strengths.ofSet(excess, strengths.scopeOf(binding.namespace));
	const by = objectName(binding);
	const where = binding.namespace === "" ? "everywhere" : `in ${binding.namespace}`;
	const given = isNode
		? "all that the Node authorizer limits to a node's own objects"
		: wordsOfSet(excess, world) || "more than its part needs";
	return {
		concerned: { kind: "subject", subject },
		message: `${formatSubject(subject)}, ${why}, has ${given} ${where} by ${by}`,
		place,
		severity: isNode ? "high" : severityOf(subject, strength),
		...(binding.namespace === "" ? {} : { namespace: binding.namespace }),
		key: `${by} ${given}`,
		fix: {
			words: `remove ${formatSubject(subject)} from ${by}`,
			edits: [{ kind: "remove-subject", binding, subject: index }],
		},
	};
}

function partOf({ kind, ...subject }: Subject): string | undefined {
	if (kind === "User") return controlPlaneUsers.get(subject.name);
	if (kind !== "Group") return undefined;
	const { name } = subject;
	if (name === "system:nodes") return "every node";
	if (name === "kubeadm:cluster-admins") return "the administrators that kubeadm makes";
	if (name === "system:bootstrappers" || name.startsWith("system:bootstrappers:")) {
		return "whoever has a bootstrap token";
	}
	return undefined;
}

const controlPlaneUsers: ReadonlyMap<string, string> = new Map([
	["system:kube-controller-manager", "the controller manager"],
	["system:kube-scheduler", "the scheduler"],
	["system:kube-proxy", "every node's proxy"],
	["system:apiserver", "the API server itself"],
]);

function isKubeadmAdmins({ subject, binding }: BoundSubject): boolean {
	return (
		subject.kind === "Group" &&
		subject.name === "kubeadm:cluster-admins" &&
		binding.name === "kubeadm:cluster-admins" &&
		binding.roleRef.name === "cluster-admin"
	);
}

function severityOf(subject: Subject, strength: AuditSeverity): AuditSeverity {
	if (subject.name === "kubeadm:cluster-admins") return "medium";
	return isAtLeast(strength, "medium") ? "high" : "low";
}

const csr = "certificates.k8s.io";
const onAny = { resourceNames: [], nonResourceURLs: [] };
const own = ["nodeclient", "selfnodeclient", "selfnodeserver"];

/** What nodes need to join: kubeadm, EKS and others give it to both groups. */
const joining: readonly PolicyRule[] = [
	{
		verbs: ["create"],
		apiGroups: [csr],
		resources: own.map((one) => `certificatesigningrequests/${one}`),
		...onAny,
	},
	{
		verbs: ["create", "get", "list", "watch"],
		apiGroups: [csr],
		resources: ["certificatesigningrequests"],
		...onAny,
	},
	{ verbs: ["get"], apiGroups: [""], resources: ["nodes"], ...onAny },
	{
		verbs: ["get"],
		apiGroups: [""],
		resources: ["configmaps"],
		resourceNames: ["kubeadm-config", "kubelet-config", "kube-proxy", "cluster-info"],
		nonResourceURLs: [],
	},
];

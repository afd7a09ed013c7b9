/** API groups that Kubernetes served once. */
const goneGroups: ReadonlyMap<string, string> = new Map([
	["extensions", "not served since Kubernetes 1.22"],
	["settings.k8s.io", "not served since Kubernetes 1.20"],
	["auditregistration.k8s.io", "not served since Kubernetes 1.19"],
]);

/** Resources of groups that are still there. */
const goneResources: ReadonlyMap<string, string> = new Map([
	["podsecuritypolicies.policy", "not served since Kubernetes 1.25"],
	["podschedulingcontexts.resource.k8s.io", "not served since Kubernetes 1.32"],
	["resourceclasses.resource.k8s.io", "`deviceclasses` since Kubernetes 1.31"],
	["resourceclaimparameters.resource.k8s.io", "not served since Kubernetes 1.31"],
	["resourceclassparameters.resource.k8s.io", "not served since Kubernetes 1.31"],
	["nodes/spec.", "the kubelet does not ask for it any more"],
	["networkpolicies/status.networking.k8s.io", "not served since Kubernetes 1.28"],
]);

/** Resources that older minors lack, and groups that came with them. */
const newResources: ReadonlyMap<string, string> = new Map([
	["mutatingadmissionpolicies.admissionregistration.k8s.io", "1.32"],
	["mutatingadmissionpolicybindings.admissionregistration.k8s.io", "1.32"],
	["devicetaintrules.resource.k8s.io", "1.33"],
	["podcertificaterequests.certificates.k8s.io", "1.34"],
	["workloads.scheduling.k8s.io", "1.35"],
	["podgroups.scheduling.k8s.io", "1.36"],
	["resourcepoolstatusrequests.resource.k8s.io", "1.36"],
	["compositepodgroups.scheduling.k8s.io", "1.37"],
]);

/** Since when a group is no longer served; undefined for one that never was, or is. */
export function goneGroup(group: string): string | undefined {
	return goneGroups.get(group);
}

/** Who may read what is gone has lost nothing; who counts on what is not there yet does not get it. */
interface Gone {
	readonly why: string;
	readonly part?: "low";
	readonly whole?: "medium";
}

/** Why a resource that the audited version does not serve has its name all the same: it is gone, or not there yet. */
export function goneResource(resource: string, groups: readonly string[]): Gone | undefined {
	for (const group of groups) {
		const key = `${resource}.${group}`;
		const gone = goneResources.get(key);
		if (gone !== undefined) return { why: gone, part: "low", whole: "medium" };
		const since = newResources.get(key);
		if (since !== undefined) return { why: `served only since Kubernetes ${since}` };
	}
	return undefined;
}

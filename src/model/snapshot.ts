import type { Binding } from "./binding.ts";
import type { Catalog } from "./catalog.ts";
import type { Origin } from "./origin.ts";
import type { PowerfulField } from "./powerful-field.ts";
import type { Problem } from "./problem.ts";
import type { Role } from "./role.ts";
import type { Written } from "./written.ts";

/** A ServiceAccount object of the input. */
export interface Account {
	readonly namespace: string;
	readonly name: string;
	/** Whether its token is put into pods that do not say; undefined where it does not say: then it is. */
	readonly automount?: boolean;
	/** Those that name a cloud identity, and rolecall's own; absent where there are none. */
	readonly annotations?: ReadonlyMap<string, string>;
	readonly origin: Origin;
}

/** What lets the processes of a pod reach its node. */
export type HostAccess = "privileged" | "hostPID" | "hostIPC" | "hostNetwork" | "hostPath";

/** A Pod or something that makes pods, and the account they run as. */
export interface Workload {
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
	readonly account: string;
	/** Whether the account's token is put into the pods; undefined where only the account says. */
	readonly automount?: boolean;
	/** A volume of its own brings a token, whatever `automount` says. */
	readonly hasTokenVolume?: true;
	/** Absent where there is none. */
	readonly hostAccess?: readonly HostAccess[];
	/** What `serviceAccount`, the old name of `serviceAccountName`, says; absent where it says nothing of its own. */
	readonly alias?: string;
	/** The app its labels name. */
	readonly app?: string;
	/** Made by another workload, which is told instead. */
	readonly isOwned?: true;
	readonly origin: Origin;
}

/** A Secret in which Kubernetes keeps a token of an account that does not expire. */
export interface TokenSecret {
	readonly namespace: string;
	readonly name: string;
	readonly account: string;
	readonly origin: Origin;
}

/** A Namespace object of the input. */
export interface NamespaceObject {
	readonly name: string;
	readonly labels: ReadonlyMap<string, string>;
	readonly origin: Origin;
}

/** A group whose members are known: an OpenShift Group object. */
export interface KnownGroup {
	readonly name: string;
	readonly users: readonly string[];
	readonly origin: Origin;
}

/** A person who has an object: an OpenShift User. */
export interface KnownUser {
	readonly name: string;
	readonly origin: Origin;
}

/** An object that names no namespace, and was put into the default one. */
export interface PlacedObject {
	readonly kind: string;
	readonly name: string;
	readonly origin: Origin;
}

/** A document that could hold RBAC objects and could not be read: it weakens every deny. */
export interface UnreadDocument {
	readonly origin: Origin;
	/** Why, in a few words: `a Helm template`. */
	readonly why: string;
}

/** Objects that a live cluster refused to list: every deny they could turn is unknown. */
export interface Unlisted {
	/** `roles`, `clusterroles`, `rolebindings`, `clusterrolebindings` … */
	readonly resource: string;
	/** "" is every namespace, and cluster-scoped objects. */
	readonly namespace: string;
	/** Namespaces that were listed although not all could be; only where `namespace` is "". */
	readonly except?: readonly string[];
	readonly why: string;
}

/** The live cluster a snapshot was read from. Its lists are whole: a role that is not there does not exist. */
export interface ClusterSource {
	readonly context: string;
	/** When it was read, in ISO 8601. */
	readonly takenAt: string;
	readonly unlisted: readonly Unlisted[];
}

/** All that an answer is a function of, at one moment. */
export interface Snapshot {
	/** The minor, such as `1.37`. */
	readonly kubernetesVersion: string;
	readonly roles: readonly Role[];
	readonly bindings: readonly Binding[];
	readonly accounts: readonly Account[];
	readonly workloads: readonly Workload[];
	readonly groups: readonly KnownGroup[];
	readonly users: readonly KnownUser[];
	/** Only of manifests: Secrets of a cluster are never read. */
	readonly tokenSecrets: readonly TokenSecret[];
	readonly namespaceObjects: readonly NamespaceObject[];
	/** Of the CustomResourceDefinitions of manifests: a cluster's are not read. */
	readonly powerfulFields: readonly PowerfulField[];
	/** Every namespace that exists or is spoken of, sorted. */
	readonly namespaces: readonly string[];
	readonly catalog: Catalog;
	/** API groups that may serve more than the catalogue holds: those of the input's CRDs. */
	readonly customGroups?: ReadonlySet<string>;
	/** Undefined when only manifests were read, which need not be all there is. */
	readonly cluster?: ClusterSource | undefined;
	/** What the manifests hold, without the default policy and a cluster's own objects. */
	readonly written?: Written;
	/** Objects of the manifests that name no namespace. */
	readonly placed?: readonly PlacedObject[];
	readonly unread: readonly UnreadDocument[];
	readonly problems: readonly Problem[];
}

import {
	allAccounts,
	allAuthenticated,
	allUnauthenticated,
	mastersGroup,
} from "../model/identity.ts";

// Names that authenticators and control planes give themselves: they need no binding to be real.
// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
// https://docs.openshift.com/container-platform/latest/authentication/understanding-authentication.html

export const systemUsers: readonly string[] = [
	"system:admin",
	"system:anonymous",
	"system:apiserver",
	"system:kube-controller-manager",
	"system:kube-proxy",
	"system:kube-scheduler",
	"system:konnectivity-server",
];
const userPrefixes = ["system:node:", "system:bootstrap:", "system:openshift-"];

export const systemGroups: readonly string[] = [
	allAccounts,
	allAuthenticated,
	"system:authenticated:oauth",
	"system:bootstrappers",
	"system:cluster-admins",
	"system:cluster-readers",
	mastersGroup,
	"system:monitoring",
	"system:nodes",
	allUnauthenticated,
];
const groupPrefixes = [`${allAccounts}:`, "system:bootstrappers:", "system:openshift:"];

export function isSystemUser(name: string): boolean {
	return systemUsers.includes(name) || userPrefixes.some((prefix) => name.startsWith(prefix));
}

export function isSystemGroup(name: string): boolean {
	return systemGroups.includes(name) || groupPrefixes.some((prefix) => name.startsWith(prefix));
}

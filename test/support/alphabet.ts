/** The words worlds and questions are made of: few, and chosen to be mistaken for one another. */
export const verbs: readonly string[] = [
	"get",
	"list",
	"create",
	"delete",
	"watch",
	"*",
	"",
	"GET",
];
export const apiGroups: readonly string[] = ["", "apps", "*", "example.com"];
export const resources: readonly string[] = [
	"pods",
	"pods/log",
	"*/log",
	"pods/*",
	"*/*",
	"*",
	"pods/",
	"*/",
	"/log",
	"",
	"nodes",
	"namespaces",
	"deployments",
	"deployments/scale",
	"*/scale",
	"pods/log/x",
	"*/log/x",
];
export const objectNames: readonly string[] = ["a", "b", "", "*", "a*"];
export const paths: readonly string[] = [
	"/",
	"/a",
	"/a/",
	"/a*",
	"/a**",
	"/a/*",
	"*",
	"**",
	"/a*b",
	"/a/b",
	"/A",
	"",
];
export const namespaces: readonly string[] = ["n1", "n2"];
export const roleNames: readonly string[] = ["r1", "r2", "r3", "r4"];
/** A role that no world has. */
export const missingRole = "gone";
export const users: readonly string[] = [
	"jane",
	"bob",
	"*",
	"",
	"system:anonymous",
	"system:serviceaccount:n1:sa1",
	"system:serviceaccount:n2:sa1",
	"system:serviceaccount:n1:sa1:x",
	"system:node:n1",
];
export const groups: readonly string[] = [
	"dev",
	"jane",
	"*",
	"system:authenticated",
	"system:unauthenticated",
	"system:serviceaccounts",
	"system:serviceaccounts:n1",
	"system:nodes",
];
export const accounts: readonly string[] = ["sa1", "jane"];
export const labelKeys: readonly string[] = ["agg", "tier"];
export const labelValues: readonly string[] = ["true", "a", ""];

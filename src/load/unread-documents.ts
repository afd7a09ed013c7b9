/** Whether a text that could not be parsed might hold RBAC objects, in which case every "no" is in doubt. */
export function mightBeRbac(text: string): boolean {
	if (/rbac\.authorization\.k8s\.io|authorization\.openshift\.io/.test(text)) return true;
	const kinds = [...text.matchAll(kindLine)].map(([, kind = ""]) => kind);
	return kinds.length === 0
		? isObjectLike(text)
		: kinds.some((kind) => rbacKinds.has(kind) || !/^[A-Za-z]+$/.test(kind));
}

/** `kind: Role`, in JSON `"kind": "Role"`; a template's `kind: {{ .kind }}` may be anything. */
const kindLine = /(?:^|[{,])[ \t]*(?:-[ \t]+)?["']?kind["']?[ \t]*:[ \t]*["']?([^\s"',}#]*)/gm;

const rbacKinds: ReadonlySet<string> = new Set([
	"Role",
	"ClusterRole",
	"RoleBinding",
	"ClusterRoleBinding",
	"List",
	"RoleList",
	"ClusterRoleList",
	"RoleBindingList",
	"ClusterRoleBindingList",
	"Template",
]);

/** Without a kind it is most often a chart's values or helpers, unless something else of an object is there. */
function isObjectLike(text: string): boolean {
	return (
		/^\s*["']?(apiVersion|metadata|rules|roleRef|subjects)["']?\s*:/m.test(text) ||
		/\binclude\b/.test(text)
	);
}

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { kubernetesVersions } from "../../src/load/kubernetes-versions.ts";
import { LoadError } from "../../src/load/load-error.ts";
import { type LoadOptions, loadSnapshot } from "../../src/load/snapshot.ts";
import { formatPlace } from "../../src/model/origin.ts";
import { type Problem, problemPlace } from "../../src/model/problem.ts";

const rbac = "apiVersion: rbac.authorization.k8s.io/v1";
const reader = `${rbac}
kind: Role
metadata: { name: reader }
rules:
- apiGroups: [""]
  resources: [pods]
  verbs: [get]
`;

function load(text: string, more: LoadOptions = {}) {
	return loadSnapshot({ texts: [{ file: "a.yaml", text }], bootstrapPolicy: false, ...more });
}

function told({ code, severity, message, ...problem }: Problem): string {
	return `${formatPlace(problemPlace({ code, severity, message, ...problem }))}: ${severity} ${code}: ${message}`;
}

describe("the namespace of an object", () => {
	it("is the default one where it carries none, with one note for all of them", () => {
		const { roles, problems } = load(`${reader}---\n${reader.replace("reader", "other")}`, {
			defaultNamespace: "ci",
		});
		expect(roles.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
			"ci/reader",
			"ci/other",
		]);
		expect(problems.map(told)).toEqual([
			"a.yaml:3:1: note namespace-defaulted: 2 objects without a namespace were placed in `ci`",
		]);
	});

	it("is its own where it carries one", () => {
		const { roles, problems } = load(
			reader.replace("name: reader", "name: reader, namespace: dev"),
		);
		expect(roles.map(({ namespace }) => namespace)).toEqual(["dev"]);
		expect(problems).toEqual([]);
	});

	it("is dropped from a cluster-scoped object, and that is told", () => {
		const { roles, problems } = load(
			`${rbac}\nkind: ClusterRole\nmetadata:\n  name: x\n  namespace: dev\n`,
		);
		expect(roles.map(({ namespace }) => namespace)).toEqual([""]);
		expect(problems.map(told)).toEqual([
			"a.yaml:5:3: note namespace-dropped: a ClusterRole has no namespace: the API server drops `dev`",
		]);
	});

	it("must be one that can be", () => {
		expect(() => load("", { defaultNamespace: "A b" })).toThrow(LoadError);
	});
});

describe("two objects of one name", () => {
	const twice = `${reader}---\n${reader.replace("[get]", "[list]")}`;

	it("leave the later one, with a note that names both places", () => {
		const { roles, problems } = load(twice);
		expect(roles.map(({ rules }) => rules[0]?.verbs)).toEqual([["list"]]);
		expect(problems.filter(({ code }) => code === "duplicate-object").map(told)).toEqual([
			"a.yaml:9:1: note duplicate-object: replaces the one at a.yaml:1:1",
		]);
	});

	it("are two where their kinds or namespaces differ", () => {
		const { roles } = load(`${reader}---\n${reader.replace("kind: Role", "kind: ClusterRole")}`);
		expect(roles).toHaveLength(2);
	});

	it("replace a default role without a word", () => {
		const view = `${rbac}\nkind: ClusterRole\nmetadata: { name: view }\nrules: []\n`;
		const { roles, problems } = load(view, { bootstrapPolicy: true });
		const found = roles.filter(({ name, kind }) => name === "view" && kind === "ClusterRole");
		expect(found.map(({ builtIn, rules }) => [builtIn, rules])).toEqual([[false, []]]);
		expect(problems).toEqual([]);
	});
});

describe("lists", () => {
	it("are taken apart, and items may leave out what the list says", () => {
		const item = { metadata: { name: "x", namespace: "dev" }, rules: null };
		const { roles } = loadSnapshot({
			bootstrapPolicy: false,
			objects: [
				{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleList", items: [item] },
				{
					apiVersion: "v1",
					kind: "List",
					items: [{ ...item, apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole" }],
				},
			],
		});
		expect(roles.map(({ kind, rules }) => [kind, rules])).toEqual([
			["Role", []],
			["ClusterRole", []],
		]);
	});

	it("of lists without end are given up", () => {
		let list: unknown = { apiVersion: "v1", kind: "List", items: [] };
		for (let depth = 0; depth < 50; depth += 1) {
			list = { apiVersion: "v1", kind: "List", items: [list] };
		}
		const { problems } = loadSnapshot({ objects: [list], bootstrapPolicy: false });
		expect(problems.map(({ code }) => code)).toEqual(["too-large"]);
	});
});

describe("old and wrong versions", () => {
	it("v1beta1 is read as v1 with a warning", () => {
		const { roles, problems } = load(reader.replace("/v1", "/v1beta1"));
		expect(roles).toHaveLength(1);
		expect(problems.map(({ code }) => code)).toContain("old-api-version");
	});

	it("v1alpha1 forces the group by the kind, and its User * is everybody who is authenticated", () => {
		const { bindings } = load(`apiVersion: rbac.authorization.k8s.io/v1alpha1
kind: ClusterRoleBinding
metadata: { name: all }
roleRef: { kind: ClusterRole, name: view, apiGroup: rbac.authorization.k8s.io }
subjects:
- { kind: User, name: "*", apiVersion: rbac/v1alpha1 }
- { kind: ServiceAccount, name: sa, namespace: dev, apiVersion: v1 }
`);
		expect(bindings.map(({ subjects }) => subjects)).toEqual([
			[
				{ kind: "Group", name: "system:authenticated" },
				{ kind: "ServiceAccount", namespace: "dev", name: "sa" },
			],
		]);
	});

	it("v1 knows no such star", () => {
		const { bindings } = load(`${rbac}
kind: ClusterRoleBinding
metadata: { name: all }
roleRef: { kind: ClusterRole, name: view }
subjects: [{ kind: User, name: "*" }]
`);
		expect(bindings[0]?.subjects).toEqual([{ kind: "User", name: "*" }]);
	});

	it.each([
		["rbac.authorization.k8s.io/v2", "Role", "write `rbac.authorization.k8s.io/v1`"],
		["rbac.authorization.k8s.io", "Role", "write `rbac.authorization.k8s.io/v1`"],
		["rbac.authorisation.k8s.io/v1", "RoleBinding", "write `rbac.authorization.k8s.io/v1`"],
		["rbac.authorization.k8s.io/v1", "Rolebinding", "did you mean `RoleBinding`?"],
	])("%s %s is told", (apiVersion, kind, remedy) => {
		const { problems } = load(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: x }\n`);
		expect(problems.map(({ code, message }) => [code, message])).toEqual([
			[
				"unserved-api-version",
				`no matches for kind "${kind}" in version "${apiVersion}"; ${remedy}`,
			],
		]);
	});

	it("a Role of somebody else's group is none of ours", () => {
		const { roles, problems } = load(
			"apiVersion: iam.example.com/v1\nkind: Role\nmetadata: { name: x }\n",
		);
		expect([roles, problems]).toEqual([[], []]);
	});
});

describe("what the cluster is taken to be", () => {
	it.each(kubernetesVersions)("%s brings its default roles and its resources", (version) => {
		const { roles, bindings, catalog, kubernetesVersion } = loadSnapshot({
			kubernetesVersion: version,
		});
		expect(kubernetesVersion).toBe(version);
		expect(roles.every(({ builtIn }) => builtIn)).toBe(true);
		expect(roles.map(({ name }) => name)).toEqual(
			expect.arrayContaining(["cluster-admin", "admin", "edit", "view", "system:node"]),
		);
		expect(bindings.map(({ name }) => name)).toContain("cluster-admin");
		expect(catalog.resources.map(({ resource }) => resource)).toContain("deployments");
	});

	it("admin, edit and view are aggregated", () => {
		const { roles } = loadSnapshot({});
		const view = roles.find(({ name }) => name === "view");
		expect(view?.aggregation?.map(({ matchLabels }) => [...matchLabels])).toEqual([
			[["rbac.authorization.k8s.io/aggregate-to-view", "true"]],
		]);
	});

	it("a patch version names its minor", () => {
		expect(loadSnapshot({ kubernetesVersion: "v1.36.3" }).kubernetesVersion).toBe("1.36");
	});

	it("an unknown version is told with those there are", () => {
		expect(() => loadSnapshot({ kubernetesVersion: "1.12" })).toThrow(/1\.12.*1\.31, .*1\.37/);
	});

	it("a CustomResourceDefinition extends the catalogue", () => {
		const { catalog } = load(`apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com }
spec:
  group: example.com
  names: { plural: widgets, kind: Widget, shortNames: [wd] }
  scope: Cluster
  versions:
  - { name: v1beta1, served: true, storage: false }
  - { name: v1, served: true, storage: true, subresources: { status: {} } }
  - { name: v2, served: false, storage: false }
`);
		expect(catalog.resources.filter(({ group }) => group === "example.com")).toEqual([
			expect.objectContaining({
				resource: "widgets",
				singular: "widget",
				shortNames: ["wd"],
				namespaced: false,
				versions: ["v1", "v1beta1"],
				subresources: [{ name: "status", verbs: ["get", "patch", "update"] }],
			}),
		]);
	});

	it("OpenShift's resources join where the input speaks of OpenShift", () => {
		const names = (text: string) => load(text).catalog.resources.map(({ resource }) => resource);
		expect(names(reader)).not.toContain("routes");
		expect(names(reader.replace('[""]', '["route.openshift.io"]'))).toContain("routes");
	});

	it("namespaces are those that exist or are spoken of, sorted", () => {
		const { namespaces } = load(`apiVersion: v1
kind: Namespace
metadata: { name: zoo }
---
${rbac}
kind: RoleBinding
metadata: { name: b, namespace: dev }
roleRef: { kind: Role, name: r }
subjects:
- { kind: ServiceAccount, name: sa, namespace: ci }
- { kind: User, name: "system:serviceaccount:ops:sa" }
- { kind: Group, name: "system:serviceaccounts:all" }
- { kind: Group, name: "system:serviceaccounts" }
`);
		expect(namespaces).toEqual(["all", "ci", "dev", "ops", "zoo"]);
	});
});

describe("workloads", () => {
	it.each([
		["Pod", "v1", "spec: { serviceAccountName: a, serviceAccount: b }", "a"],
		["Pod", "v1", "spec: { serviceAccount: b }", "b"],
		["Pod", "v1", "spec: {}", "default"],
		["Deployment", "apps/v1", "spec: { template: { spec: { serviceAccountName: a } } }", "a"],
		["PodTemplate", "v1", "template: { spec: { serviceAccountName: a } }", "a"],
		[
			"CronJob",
			"batch/v1",
			"spec: { jobTemplate: { spec: { template: { spec: { serviceAccountName: a } } } } }",
			"a",
		],
	])("a %s (%s) runs as the account of its pods: %s", (kind, version, spec, account) => {
		const { workloads } = load(
			`apiVersion: ${version}\nkind: ${kind}\nmetadata: { name: x, namespace: dev }\n${spec}\n`,
		);
		expect(workloads).toEqual([
			expect.objectContaining({ kind, namespace: "dev", name: "x", account }),
		]);
	});

	it("misspelled fields of pods and containers are told", () => {
		const { problems } = load(`apiVersion: v1
kind: Pod
metadata: { name: x, namespace: dev }
spec:
  containers:
  - name: a
    pullPolicy: Always
    volumeMount: []
`);
		expect(problems.map(told)).toEqual([
			'a.yaml:7:5: warning unknown-field: unknown field "spec.containers[0].pullPolicy": the API server drops it, kubectl refuses it; did you mean `imagePullPolicy`?',
			'a.yaml:8:5: warning unknown-field: unknown field "spec.containers[0].volumeMount": the API server drops it, kubectl refuses it; did you mean `volumeMounts`?',
		]);
	});
});

describe("documents that are no objects", () => {
	it("are told in a file that was named", () => {
		const { problems } = load("a: 1\n---\n- 1\n---\nkind: Role\n");
		expect(problems.map(told)).toEqual([
			"a.yaml:1:1: error missing-kind: apiVersion not set, kind not set: no Kubernetes object",
			"a.yaml:3:1: error not-an-object: expected a mapping with `apiVersion` and `kind`, found a list",
			"a.yaml:5:1: error missing-kind: apiVersion not set: no Kubernetes object",
		]);
	});

	it("a file without any object is told, one with objects of other kinds is not", () => {
		expect(load("# nothing\n").problems.map(({ code }) => code)).toEqual(["no-manifests"]);
		expect(load("apiVersion: v1\nkind: ConfigMap\n").problems).toEqual([]);
	});

	it("a kustomize patch is one note", () => {
		const { bindings, problems } = load(
			`${rbac}\nkind: ClusterRoleBinding\nmetadata: { name: x }\n$patch: delete\n`,
		);
		expect(bindings).toEqual([]);
		expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
			["kustomize-patch", "note"],
		]);
	});

	it("a kustomization is told where it changes what it lists", () => {
		const told = (text: string) => load(text).problems.map(({ code, message }) => [code, message]);
		const message =
			"a kustomization that sets `namespace`, `patches` for what it lists: read what `kubectl kustomize` makes of it";
		const changes =
			"namespace: shop\npatches: [{path: p.yaml}]\nnamePrefix: ''\nresources: [a.yaml]\n";
		const head = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";
		expect(told(changes)).toEqual([["kustomization", message]]);
		expect(told(head + changes)).toEqual([["kustomization", message]]);
		expect(told(`${head}resources: [a.yaml]\npatches: []\n`)).toEqual([]);
	});

	it("an operator whose permissions OLM has yet to make roles of is told, and puts a no in doubt", () => {
		const operator = (rest: string) => {
			const { problems, unread } = load(
				`apiVersion: operators.coreos.com/v1alpha1\nkind: ClusterServiceVersion\n${rest}`,
			);
			return [...problems.map(({ code, field }) => [code, field]), unread.length];
		};
		const spec = "spec: {install: {spec: {permissions: [{rules: []}]}}}\n";
		expect(operator(spec)).toEqual([["operator-permissions", "spec.install.spec.permissions"], 1]);
		expect(operator(`${spec}status: {phase: Succeeded}\n`)).toEqual([0]);
		expect(operator("spec: {install: {spec: {clusterPermissions: []}}}\n")).toEqual([0]);
		expect(operator("spec: 1\n")).toEqual([0]);
	});

	it("a text that might be RBAC and cannot be read puts a no in doubt", () => {
		const helm = (kind: string) =>
			`apiVersion: {{ .v }}\nkind: ${kind}\n{{- if .x }}\n{{- end }}\n`;
		expect(load(helm("ClusterRole")).unread).toHaveLength(1);
		expect(load(helm("{{ .kind }}")).unread).toHaveLength(1);
		expect(load(helm("Deployment")).unread).toHaveLength(0);
	});
});

describe("paths", () => {
	let folder = "";
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	function folderOf(files: Readonly<Record<string, string>>): string {
		folder = mkdtempSync(join(tmpdir(), "rolecall-load-"));
		for (const [name, text] of Object.entries(files)) {
			mkdirSync(dirname(join(folder, name)), { recursive: true });
			writeFileSync(join(folder, name), text);
		}
		return folder;
	}
	const named = (name: string) => reader.replace("reader", name);
	const rolesAt = (...filenames: readonly string[]) =>
		loadSnapshot({ filenames, bootstrapPolicy: false }).roles.map(({ name }) => name);

	it("a folder is read whole, sorted, without what is hidden or is no manifest", () => {
		const path = folderOf({
			"b.yml": named("b"),
			"a/z.yaml": named("az"),
			"c.json": JSON.stringify({ hello: 1 }),
			"notes.txt": named("no"),
			".git/x.yaml": named("hidden"),
			"node_modules/x/y.yaml": named("module"),
			"chart/Chart.yaml": "apiVersion: v2\nname: x\n",
			"chart/values.yaml": "rbac: { create: true }\n",
		});
		expect(rolesAt(path)).toEqual(["az", "b"]);
		const { problems } = loadSnapshot({ filenames: [path], bootstrapPolicy: false });
		expect(problems.map(({ code }) => code)).toEqual(["namespace-defaulted"]);
	});

	it("patterns and single files are read, and - is standard input", () => {
		const path = folderOf({ "a.yaml": named("a"), "b.yaml": named("b"), "x/c.yaml": named("c") });
		expect(rolesAt(`${path}/?.yaml`)).toEqual(["a", "b"]);
		expect(rolesAt(`${path}/**/[c-z].yaml`)).toEqual(["c"]);
		const { roles } = loadSnapshot({
			filenames: ["-"],
			readStdin: () => named("in"),
			bootstrapPolicy: false,
		});
		expect(roles.map(({ name, origin }) => [name, origin.file])).toEqual([["in", "<stdin>"]]);
	});

	it("a link that leads back up is followed once", () => {
		const path = folderOf({ "x/a.yaml": named("a") });
		symlinkSync(path, join(path, "x", "loop"));
		expect(rolesAt(path)).toEqual(["a"]);
	});

	it("a path that does not exist stops the run, with the name that was meant", () => {
		const path = folderOf({ "roles.yaml": reader });
		expect(() => rolesAt(`${path}/role.yaml`)).toThrow(
			`the path \`${path}/role.yaml\` does not exist; did you mean \`${path}/roles.yaml\`?`,
		);
		expect(() => rolesAt(`${path}/*.json`)).toThrow(LoadError);
	});

	it("a folder without manifests is told", () => {
		const { problems } = loadSnapshot({
			filenames: [folderOf({ "a.txt": "x" })],
			bootstrapPolicy: false,
		});
		expect(problems.map(({ code }) => code)).toEqual(["no-manifests"]);
	});
});

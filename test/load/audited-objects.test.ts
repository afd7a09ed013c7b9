import { describe, expect, it } from "vitest";
import { type LoadOptions, loadSnapshot } from "../../src/load/snapshot.ts";

function load(text: string, more: LoadOptions = {}) {
	return loadSnapshot({ texts: [{ file: "a.yaml", text }], bootstrapPolicy: false, ...more });
}

function pod(spec: string, metadata = "name: p, namespace: ns"): string {
	return `apiVersion: v1\nkind: Pod\nmetadata: { ${metadata} }\nspec: ${spec}\n`;
}

describe("a workload", () => {
	it("says nothing of what its pods do not say", () => {
		const [one] = load(pod("{ containers: [{ name: c }] }")).workloads;
		const { origin, ...said } = one ?? {};
		expect(said).toEqual({ kind: "Pod", namespace: "ns", name: "p", account: "default" });
		expect(origin).toBeDefined();
	});

	it.each([
		["{ automountServiceAccountToken: false }", { automount: false }],
		["{ automountServiceAccountToken: true }", { automount: true }],
		[
			"{ volumes: [{ name: t, projected: { sources: [{ serviceAccountToken: { path: t } }] } }] }",
			{ hasTokenVolume: true },
		],
		[
			"{ volumes: [{ name: t, projected: { sources: [{ serviceAccountToken: { audience: vault } }] } }] }",
			{},
		],
		[
			"{ hostPID: true, hostIPC: true, hostNetwork: true, volumes: [{ name: v, hostPath: { path: / } }] }",
			{ hostAccess: ["hostPID", "hostIPC", "hostNetwork", "hostPath"] },
		],
		["{ hostPID: false, containers: [{ securityContext: { privileged: false } }] }", {}],
		[
			"{ initContainers: [{ securityContext: { privileged: true } }] }",
			{ hostAccess: ["privileged"] },
		],
		["{ serviceAccount: old }", { account: "old", alias: "old" }],
		["{ serviceAccount: one, serviceAccountName: one }", { account: "one" }],
		["{ serviceAccount: old, serviceAccountName: new }", { account: "new", alias: "old" }],
	])("%s", (spec, expected) => {
		const [one] = load(pod(spec)).workloads;
		const { origin: _, ...said } = one ?? {};
		const base = { kind: "Pod", namespace: "ns", name: "p", account: "default" };
		expect(said).toEqual({ ...base, ...expected });
	});

	it("belongs to the app of its labels, and to its maker", () => {
		const owner = "ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: r, uid: u }]";
		const metadata = `name: p, namespace: ns, labels: { app: shop }, ${owner}`;
		const [one] = load(pod("{}", metadata)).workloads;
		expect(one).toMatchObject({ app: "shop", isOwned: true });
	});
});

describe("an account", () => {
	const account = (more: string) =>
		load(`apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a, namespace: ns${more}`)
			.accounts[0];

	it("says whether its token is mounted only where it is written", () => {
		expect(account(" }\nautomountServiceAccountToken: false\n")).toMatchObject({
			automount: false,
		});
		expect(account(" }\n")).not.toHaveProperty("automount");
	});

	it("keeps the annotations that matter and no other", () => {
		const kept = account(
			`, annotations: { eks.amazonaws.com/role-arn: "arn:aws:iam::1:role/r", rolecall.dev/x: why, other: zz } }\n`,
		);
		expect([...(kept?.annotations ?? [])]).toEqual([
			["eks.amazonaws.com/role-arn", "arn:aws:iam::1:role/r"],
			["rolecall.dev/x", "why"],
		]);
		expect(account(", annotations: { other: zz } }\n")).not.toHaveProperty("annotations");
	});
});

describe("a Secret", () => {
	const secret = (type: string, account: string) =>
		`apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  namespace: ns\n  annotations: { kubernetes.io/service-account.name: ${account} }\ntype: ${type}\ndata: { token: aHVudGVyMg== }\n`;

	it("counts where it is for an account's token, without its data", () => {
		const { tokenSecrets, problems, written } = load(
			secret("kubernetes.io/service-account-token", "bot"),
		);
		expect(tokenSecrets.map(({ origin, ...rest }) => ({ ...rest, file: origin.file }))).toEqual([
			{ namespace: "ns", name: "s", account: "bot", file: "a.yaml" },
		]);
		expect(JSON.stringify(tokenSecrets)).not.toContain("aHVudGVyMg");
		expect(problems).toEqual([]);
		expect(written?.others).toBe(1);
	});

	it("is found in a List too", () => {
		const item = secret("kubernetes.io/service-account-token", "bot")
			.trimEnd()
			.replaceAll("\n", "\n  ");
		const { tokenSecrets } = load(`apiVersion: v1\nkind: List\nitems:\n- ${item}\n`);
		expect(tokenSecrets.map(({ account }) => account)).toEqual(["bot"]);
	});

	it("is nothing to us otherwise", () => {
		expect(load(secret("Opaque", "bot")).tokenSecrets).toEqual([]);
		expect(load(secret("kubernetes.io/service-account-token", '""')).tokenSecrets).toEqual([]);
	});
});

it("a Namespace keeps its labels", () => {
	const { namespaceObjects } = load(
		"apiVersion: v1\nkind: Namespace\nmetadata: { name: ns, labels: { pod-security.kubernetes.io/enforce: baseline } }\n",
	);
	expect(namespaceObjects.map(({ name, labels }) => [name, [...labels]])).toEqual([
		["ns", [["pod-security.kubernetes.io/enforce", "baseline"]]],
	]);
});

it.each(["Role", "ClusterRole"])("a %s keeps rolecall's and RBAC's annotations", (kind) => {
	const { roles } = load(
		`apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: { name: r, annotations: { rolecall.dev/a: b, rbac.authorization.k8s.io/aggregate-to-view: "true", rbac.authorization.kubernetes.io/autoupdate: "false", x: why } }\n`,
	);
	expect([...(roles[0]?.annotations.keys() ?? [])]).toEqual([
		"rolecall.dev/a",
		"rbac.authorization.k8s.io/aggregate-to-view",
		"rbac.authorization.kubernetes.io/autoupdate",
	]);
});

it("objects without annotations share one map", () => {
	const binding = (name: string) =>
		`apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: ${name}, annotations: { x: why } }\nroleRef: { kind: ClusterRole, name: view }\n`;
	const [one, other] = load(`${binding("a")}---\n${binding("b")}`).bindings;
	expect(one?.annotations.size).toBe(0);
	expect(one?.annotations).toBe(other?.annotations);
});

describe("a CustomResourceDefinition", () => {
	const crd = (schema: object) => ({
		apiVersion: "apiextensions.k8s.io/v1",
		kind: "CustomResourceDefinition",
		metadata: { name: "widgets.example.com" },
		spec: {
			group: "example.com",
			names: { plural: "widgets", kind: "Widget" },
			scope: "Namespaced",
			versions: [
				{ name: "v1alpha1", served: false, schema: { openAPIV3Schema: {} } },
				{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: schema } },
			],
		},
	});
	const found = (spec: object) =>
		load("", { objects: [crd({ type: "object", properties: { spec } })] }).powerfulFields.map(
			({ field, power }) => `${power} ${field}`,
		);
	const object = (properties: object) => ({ type: "object", properties });
	const text = { type: "string" };

	it("has powerful fields by their names, the least deep of each power", () => {
		const container = object({ name: text, image: text, command: { type: "array", items: text } });
		const podSpec = object({
			serviceAccountName: text,
			containers: { type: "array", items: container },
			volumes: { type: "array", items: object({ hostPath: object({ path: text }) }) },
		});
		expect(found(object({ template: object({ spec: podSpec }) }))).toEqual([
			"account spec.template.spec.serviceAccountName",
			"pods spec.template.spec.containers",
			"host spec.template.spec.volumes[].hostPath",
		]);
	});

	it.each([
		[object({ image: text, command: { type: "array", items: text } }), ["pods spec"]],
		[object({ image: text }), []],
		[
			object({ raw: { type: "object", "x-kubernetes-embedded-resource": true } }),
			["objects spec.raw"],
		],
		[object({ manifests: { type: "array", items: text } }), ["objects spec.manifests"]],
		[object({ kubeConfig: object({ secretRef: {} }) }), ["kubeconfig spec.kubeConfig"]],
		[
			object({ byName: { type: "object", additionalProperties: object({ roleRef: {} }) } }),
			["roles spec.byName.*.roleRef"],
		],
		[object({ userData: text }), ["machine spec.userData"]],
		[object({ containers: { type: "integer" } }), []],
	])("%#", (spec, expected) => {
		expect(found(spec)).toEqual(expected);
	});

	it("is looked at in its spec alone", () => {
		const schema = object({ spec: object({}), status: object({ serviceAccountName: text }) });
		expect(load("", { objects: [crd(schema)] }).powerfulFields).toEqual([]);
	});

	it("may be built to never end", () => {
		const loop = object({}) as { properties: Record<string, unknown> };
		loop.properties["more"] = loop;
		expect(found(loop)).toEqual([]);
	});
});

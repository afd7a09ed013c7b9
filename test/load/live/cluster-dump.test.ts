import { expect, test } from "vitest";
import { type ClusterDump, formatDump, makeDump } from "../../../src/load/live/cluster-dump.ts";
import { ClusterError } from "../../../src/load/live/cluster-error.ts";
import { parseDump } from "../../../src/load/live/parse-dump.ts";

const role = (namespace: string, name: string): ClusterDump["objects"][number] => ({
	apiVersion: "rbac.authorization.k8s.io/v1",
	kind: "Role",
	metadata: { name, namespace },
	rules: [{ verbs: ["get"], apiGroups: [""], resources: ["pods"] }],
});
const dump = makeDump({
	kubernetesVersion: "v1.37.1",
	context: "prod",
	namespace: "team",
	takenAt: "2026-01-01T00:00:00Z",
	missing: [
		{ resource: "roles", apiGroup: "z", namespace: "b", verb: "list", why: "forbidden" },
		{ resource: "roles", apiGroup: "z", namespace: "", verb: "list", why: "no", except: ["a"] },
	],
	catalog: [
		{
			group: "",
			resource: "pods",
			singular: "pod",
			kind: "Pod",
			shortNames: ["po"],
			namespaced: true,
			versions: ["v1"],
			verbs: ["get"],
			subresources: [{ name: "log", verbs: ["get"] }],
		},
		{
			group: "",
			resource: "users",
			singular: "user",
			kind: "User",
			shortNames: [],
			namespaced: false,
			versions: [],
			verbs: ["impersonate"],
			subresources: [],
			virtual: true,
		},
	],
	objects: [role("b", "x"), role("a-b", "x"), role("a", "y"), role("a", "x")],
});
const text = formatDump(dump);

test("the file has one object a line, sorted by kind, namespace and name", () => {
	expect(text.split("\n")).toEqual([
		"{",
		'"apiVersion":"rolecall.dev/v1",',
		'"kind":"ClusterSnapshot",',
		'"kubernetesVersion":"v1.37.1",',
		'"context":"prod",',
		'"namespace":"team",',
		'"takenAt":"2026-01-01T00:00:00Z",',
		'"missing":[',
		'{"resource":"roles","apiGroup":"z","namespace":"","verb":"list","why":"no","except":["a"]},',
		'{"resource":"roles","apiGroup":"z","namespace":"b","verb":"list","why":"forbidden"}',
		"],",
		'"catalog":[',
		'{"group":"","resource":"pods","singular":"pod","kind":"Pod","shortNames":["po"],"namespaced":true,"versions":["v1"],"verbs":["get"],"subresources":[{"name":"log","verbs":["get"]}]},',
		'{"group":"","resource":"users","singular":"user","kind":"User","shortNames":[],"namespaced":false,"versions":[],"verbs":["impersonate"],"subresources":[],"virtual":true}',
		"],",
		'"objects":[',
		...[
			["a", "x"],
			["a", "y"],
			["a-b", "x"],
			["b", "x"],
		].map(
			([namespace, name], index) =>
				`{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"${name}","namespace":"${namespace}"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]}${index < 3 ? "," : ""}`,
		),
		"]",
		"}",
		"",
	]);
	expect(JSON.parse(text)).toEqual(dump);
});

test("what was written is read back", () => {
	expect(parseDump(text, "prod.json")).toEqual(dump);
	expect(formatDump(parseDump(text, "prod.json"))).toBe(text);
	const empty = makeDump({ ...dump, missing: [], catalog: [], objects: [] });
	expect(parseDump(formatDump(empty), "x")).toEqual(empty);
});

test.each([
	["", "f:1:1: the file ends too soon"],
	[text.slice(0, 40), "f:3:7: the file ends too soon"],
	["{\n}}", "f:2:2: expected JSON"],
	["[]", "f: expected a snapshot made by `rolecall snapshot`"],
	['{"kind":"List"}', "f: expected a snapshot made by `rolecall snapshot`, found kind `List`"],
	[
		text.replace("rolecall.dev/v1", "rolecall.dev/v2"),
		"f: made by a newer rolecall (`rolecall.dev/v2`): this one reads `rolecall.dev/v1`",
	],
	[
		text.replace("rolecall.dev/v1", "rolecall.dev/v0"),
		"f: made by an older rolecall (`rolecall.dev/v0`): take the snapshot again",
	],
	[
		text.replace("rolecall.dev/v1", "v1"),
		"f: expected `rolecall.dev/v1` at `apiVersion`, found `v1`",
	],
	[text.replace('"v1.37.1"', "1"), "f: expected text at `kubernetesVersion`"],
	[
		text.replace('"verbs":["impersonate"]', '"verbs":[1]'),
		"f: expected text at `catalog[1].verbs[0]`",
	],
	[
		text.replace('"namespaced":true', '"namespaced":1'),
		"f: expected true or false at `catalog[0].namespaced`",
	],
	[
		text.replace('"name":"log"', '"name":1'),
		"f: expected text at `catalog[0].subresources[0].name`",
	],
	[text.replace('"why":"no"', '"why":null'), "f: expected text at `missing[0].why`"],
	[text.replace('"name":"y"', '"nam":"y"'), "f: expected text at `objects[1].metadata.name`"],
	[text.replace('"objects":[', '"objects":[1,'), "f: expected a mapping at `objects[0]`"],
])("a file that is no snapshot is told with its place: %#", (broken, says) => {
	expect(() => parseDump(broken, "f")).toThrow(ClusterError);
	expect(() => parseDump(broken, "f")).toThrow(says);
});

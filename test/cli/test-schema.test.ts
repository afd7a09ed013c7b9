import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { outcome, rolecall } from "../support/run-cli.ts";

const home = process.cwd();
const lenient = { allowUnionTypes: true, strictRequired: false, strictTypes: false };
let folder = "";

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-schema-"));
	process.chdir(folder);
	writeFileSync(
		"rbac.yaml",
		`apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: api, namespace: pay}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: api}]
`,
	);
	writeFileSync(
		"pay.rolecall.yaml",
		`inputs: [{manifests: [rbac.yaml]}]
subjects: {app: "sa:pay/api"}
cluster: {groups: {oncall: ["user:ana"]}, namespaces: {known: [ops]}}
tests: [{id: t, subject: app, allow: get pods in pay}]
`,
	);
});

afterAll(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

test("the schema is the one in the package", async () => {
	const file = new URL("../../schema/suite.v1.json", import.meta.url);
	const { stdout, ...rest } = await rolecall(["test", "schema"]);
	expect(rest).toEqual({ exit: 0, stderr: "" });
	expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(file, "utf8")));
});

test("every key has a description", () => {
	const file = new URL("../../schema/suite.v1.json", import.meta.url);
	const schema = JSON.parse(readFileSync(file, "utf8"));
	const definitions: Record<string, { description?: string }> = schema.definitions;
	const silent: string[] = [];
	const look = (value: unknown, path: string): void => {
		if (typeof value !== "object" || value === null) return;
		const { properties, additionalProperties } = value as Record<string, object>;
		// Conditions name keys again without describing them.
		if (properties !== undefined && additionalProperties !== undefined) {
			for (const [key, one] of Object.entries(properties)) {
				const { description, $ref } = one as { description?: string; $ref?: string };
				const told = description ?? definitions[$ref?.split("/").at(-1) ?? ""]?.description;
				if (told === undefined) silent.push(`${path}.${key}`);
			}
		}
		for (const [key, one] of Object.entries(value)) look(one, `${path}.${key}`);
	};
	look(schema, "");
	expect(silent).toEqual([]);
});

test("one made for the project suggests its names and refuses no other", async () => {
	const { stdout, ...rest } = await rolecall(["test", "schema", "--project"]);
	expect(rest).toEqual({ exit: 0, stderr: "" });
	const schema = JSON.parse(stdout);
	const suggested = (name: string): readonly string[] => schema.definitions[name].anyOf[0].enum;
	expect(suggested("subjectName")).toEqual(["app", "group:oncall", "sa:pay/api"]);
	expect(suggested("namespaceName")).toEqual(expect.arrayContaining(["ops", "pay"]));
	expect(suggested("roleName")).toContain("ClusterRole/view");
	expect(suggested("resourceName")).toEqual(
		expect.arrayContaining(["pods", "pods/log", "deployments.apps/scale"]),
	);
	const ajv = new Ajv(lenient);
	const suite = (subject: string): object => ({ tests: [{ subject, allow: "get pods" }] });
	expect(ajv.validate(schema, suite("app"))).toBe(true);
	expect(ajv.validate(schema, suite("user:somebody-else"))).toBe(true);
	expect(ajv.validate(schema, { tests: [{ subject: ["app"], allow: "get pods" }] })).toBe(false);
});

test("the suites of the examples are valid by the plain schema and by one made for them", async () => {
	const examples = join(home, "examples");
	const files = readdirSync(examples, { recursive: true, encoding: "utf8" }).filter((file) =>
		file.endsWith(".rolecall.yaml"),
	);
	expect(files.length).toBeGreaterThan(8);
	for (const args of [[], ["--project", examples]]) {
		const { stdout } = await rolecall(["test", "schema", ...args]);
		const validate = new Ajv(lenient).compile(JSON.parse(stdout));
		const invalid = files.filter(
			(file) => !validate(parse(readFileSync(join(examples, file), "utf8"))),
		);
		expect(invalid).toEqual([]);
		expect(validate({ tests: [{ subject: "user:ana", alow: "get pods" }] })).toBe(false);
	}
});

test("paths without --project, and no suite, are told", async () => {
	expect(await rolecall(["test", "schema", "."])).toEqual(
		outcome({
			exit: 2,
			stderr: "error: the schema is the same for all suites: paths need --project\n",
		}),
	);
	expect((await rolecall(["test", "schema", "--project", "rbac"])).exit).toBe(2);
});

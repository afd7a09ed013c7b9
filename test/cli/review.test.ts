import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { outcome, rolecall } from "../support/run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "rolecall-review-"));
const manifests = join(folder, "rbac.yaml");
writeFileSync(
	manifests,
	`apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: ci}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: readers, namespace: ci}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}]
`,
);

function access(verb: string, user = "jane"): object {
	return {
		apiVersion: "authorization.k8s.io/v1",
		kind: "SubjectAccessReview",
		spec: { user, resourceAttributes: { namespace: "ci", verb, resource: "pods" } },
	};
}

const allowed = {
	allowed: true,
	reason: 'RBAC: allowed by RoleBinding "readers/ci" of Role "reader" to User "jane"',
};

function review(stdin: string, ...args: string[]): ReturnType<typeof rolecall> {
	return rolecall(["review", ...args, "-f", manifests, "--no-bootstrap-policy"], { stdin });
}

function lines(text: string): readonly { readonly kind: string; readonly status: unknown }[] {
	return text
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => JSON.parse(line));
}

test("a line in, a line out, with the server's status", async () => {
	const asked = [access("get"), access("delete"), access("get", "joe")];
	const { exit, stdout, stderr } = await review(asked.map((one) => JSON.stringify(one)).join("\n"));
	expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
	expect(lines(stdout)).toEqual([
		{ ...asked[0], status: allowed },
		{ ...asked[1], status: { allowed: false } },
		{ ...asked[2], status: { allowed: false } },
	]);
});

test("what the reader does not know comes back as it was, an old status is replaced", async () => {
	const { spec, ...rest } = access("get") as { readonly spec: object };
	const asked = {
		...rest,
		spec: { ...spec, uid: "u", extra: { a: ["b"] } },
		status: { allowed: false },
	};
	const { stdout } = await review(JSON.stringify(asked));
	expect(lines(stdout)).toEqual([{ ...asked, status: allowed }]);
});

test("no groups are added: what only all authenticated users may is denied", async () => {
	const everybody = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: all}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: all}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: all}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated"}]
`;
	const file = join(folder, "everybody.yaml");
	writeFileSync(file, everybody);
	const ask = (groups: readonly string[]): ReturnType<typeof rolecall> => {
		const asked = access("get") as { readonly spec: object };
		const stdin = JSON.stringify({ ...asked, spec: { ...asked.spec, groups } });
		return rolecall(["review", "-f", file], { stdin });
	};
	expect(lines((await ask([])).stdout)[0]?.status).toEqual({ allowed: false });
	expect(lines((await ask(["system:authenticated"])).stdout)[0]?.status).toMatchObject({
		allowed: true,
	});
});

describe("what comes in goes out in the same form", () => {
	test("one JSON object", async () => {
		const { stdout } = await review(JSON.stringify(access("get"), undefined, 2));
		expect(stdout).toBe(`${JSON.stringify({ ...access("get"), status: allowed }, undefined, 2)}\n`);
	});

	test("a List as a List", async () => {
		const list = { apiVersion: "v1", kind: "List", items: [access("get"), access("list")] };
		const { stdout } = await review(JSON.stringify(list, undefined, 2));
		expect(JSON.parse(stdout)).toEqual({
			...list,
			items: [
				{ ...access("get"), status: allowed },
				{ ...access("list"), status: { allowed: false } },
			],
		});
	});

	test("YAML documents", async () => {
		const yaml = [access("get"), access("list")].map((one) => JSON.stringify(one)).join("\n---\n");
		const { stdout } = await review(`# two\n${yaml}\n`);
		expect(parseAllDocuments(stdout).map((document) => document.toJS())).toEqual([
			{ ...access("get"), status: allowed },
			{ ...access("list"), status: { allowed: false } },
		]);
	});

	test("unless -o says otherwise", async () => {
		const asked = JSON.stringify(access("get"));
		expect(parse((await review(asked, "-o", "yaml")).stdout)).toEqual({
			...access("get"),
			status: allowed,
		});
		expect((await review(asked, "-o", "json")).stdout).toMatch(/^\{\n {2}"apiVersion"/);
		expect(await review(asked, "-o", "table")).toEqual(
			outcome({
				exit: 2,
				stderr: "error: review answers with json, yaml or ndjson, found `-o table`\n",
			}),
		);
	});
});

test("a wrong line leaves a Status in its place, the others are answered, exit 2", async () => {
	const stdin = [
		JSON.stringify(access("get")),
		"{not json}",
		"",
		JSON.stringify({ ...access("get"), spec: {} }),
		JSON.stringify(access("get")),
	].join("\n");
	const { exit, stdout, stderr } = await review(stdin);
	expect(exit).toBe(2);
	expect(lines(stdout).map(({ kind }) => kind)).toEqual([
		"SubjectAccessReview",
		"Status",
		"Status",
		"SubjectAccessReview",
	]);
	expect(stderr.split("\n").map((line) => /^<stdin>:\d+/.exec(line)?.[0])).toEqual(
		expect.arrayContaining(["<stdin>:2", "<stdin>:4"]),
	);
});

test("rules of a subject, with incomplete", async () => {
	const asked = {
		apiVersion: "authorization.k8s.io/v1",
		kind: "SelfSubjectRulesReview",
		spec: { namespace: "ci", user: "jane" },
	};
	const { stdout } = await review(JSON.stringify(asked));
	expect(lines(stdout)[0]?.status).toEqual({
		resourceRules: [{ verbs: ["get"], apiGroups: [""], resources: ["pods"] }],
		nonResourceRules: [],
		incomplete: false,
	});
});

describe("input that cannot be read", () => {
	test.each([
		["a file that is not there", ["/no/such.json"], "`/no/such.json` does not exist"],
		["a folder", [folder], `\`${folder}\` is a folder, not a file of reviews`],
		[
			"standard input twice",
			["-", "-"],
			"standard input is read once: name a file for the reviews or with -f",
		],
	])("%s", async (_what, files, message) => {
		expect(await review("", ...files)).toEqual(outcome({ exit: 2, stderr: `error: ${message}\n` }));
	});

	test("nothing at all is no error: no questions, no answers", async () => {
		expect(await review("")).toEqual(outcome({}));
	});
});

test("-q answers nothing and still tells wrong input by its code", async () => {
	expect(await review(JSON.stringify(access("get")), "-q")).toEqual(outcome({}));
	expect(await review("{}", "-q")).toEqual(outcome({ exit: 2 }));
});

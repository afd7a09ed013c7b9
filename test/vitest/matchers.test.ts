import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Assertion, afterAll, beforeAll, describe, expect, test } from "vitest";
import { group, load, type Policy, type PolicySubject, sa } from "../../src/index.ts";
import "../../src/vitest/extend-expect.ts";
import { paymentsManifests } from "../support/payments-policy.ts";
import { rolecall } from "../support/run-cli.ts";

const home = process.cwd();
let folder = "";
let policy: Policy;
let more: Policy;
let api: PolicySubject;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "rolecall-matchers-"));
	process.chdir(folder);
	writeFileSync("rbac.yaml", paymentsManifests);
	writeFileSync("more.yaml", paymentsManifests.replace("[get, list]", "[get, list, delete]"));
	policy = load({ manifests: "rbac.yaml", defaultNamespace: "pay" });
	more = load({ manifests: "more.yaml", defaultNamespace: "pay" });
	api = policy.subject(sa("pay", "api"));
});

afterAll(() => {
	process.chdir(home);
	rmSync(folder, { recursive: true });
});

test("what holds passes", () => {
	expect(api).toBeAllowed("get,list pods in pay");
	expect(api).toBeDenied("delete,create pods everywhere");
	expect(api).toBeDenied("get,list pods outside pay");
	expect(api).toBeSubsetOf(policy.role("ClusterRole/view").in("pay"));
	expect(api).toBeSubsetOf(["read pods", "get secrets in own namespace"]);
	expect(api).toBeSubsetOf(policy.subject(group("oncall")));
	expect(api.ownPermissions).toBeSubsetOf(policy.phrase("read pods in pay"));
	expect(api).toAllowExactly("get,list pods");
	expect(api.ownPermissions).toAllowExactly(policy.phrase("get,list pods"));
	expect(policy.role("Role/pay/api")).toBeSubsetOf(policy.role("ClusterRole/view"));
	expect(policy).toAllowOnly(
		[api, group("oncall"), "user:jane", "control-plane"],
		"list pods in pay",
	);
	expect(policy).toGrantNoMoreThan(more);
	expect(more).toGrantNoLessThan(policy);
	expect(policy).toGrantNoMoreThan(policy);
});

test("`not` is the contrary of the whole claim", () => {
	expect(api).not.toBeAllowed("get,delete pods");
	expect(api).not.toBeDenied("get,delete pods");
	expect(api).not.toBeSubsetOf("get pods");
	expect(api).not.toAllowExactly("read pods");
	expect(api).not.toAllowExactly("get pods");
	expect(policy).not.toAllowOnly([api, "control-plane"], "list pods in pay");
	expect(more).not.toGrantNoMoreThan(policy);
	expect(policy).not.toGrantNoLessThan(more);
	expect(() => expect(api).not.toBeAllowed("get,list pods")).toThrow(
		"it holds: sa:pay/api allow get pods, and sa:pay/api allow list pods",
	);
	expect(() => expect(api).not.toBeSubsetOf("read pods")).toThrow("it holds: toBeSubsetOf");
});

describe("failures are told as `rolecall test` tells them", () => {
	const head =
		"version: rolecall/v1\nname: s\ninputs: [{manifests: [rbac.yaml]}]\ndefaults: {namespace: pay}\n";

	test.each<[string, () => void, string]>([
		[
			"toBeAllowed",
			() => expect(api).toBeAllowed("get,delete pods"),
			"subject: sa:pay/api, allow: 'get,delete pods'",
		],
		[
			"toBeDenied",
			() => expect(api).toBeDenied("get,delete pods"),
			"subject: sa:pay/api, deny: 'get,delete pods'",
		],
		[
			"toBeSubsetOf",
			() => expect(api).toBeSubsetOf("get pods"),
			"subject: sa:pay/api, atMost: get pods",
		],
		[
			"toAllowExactly",
			() => expect(api).toAllowExactly(["get pods", "watch pods"]),
			"subject: sa:pay/api, exactly: [get pods, watch pods]",
		],
		[
			"toAllowOnly",
			() => expect(policy).toAllowOnly([api, "control-plane"], "get pods"),
			"only: ['sa:pay/api', control-plane], can: get pods",
		],
	])("%s", async (_, claim, yaml) => {
		writeFileSync("s.rolecall.yaml", `${head}tests: [{id: t, ${yaml}}]\n`);
		const { stdout, exit } = await rolecall(["test", "s.rolecall.yaml"]);
		expect(exit).toBe(1);
		// The command's text without its head, which names the check, and its summary.
		// Neither the fixes, which only a suite has.
		const [before = ""] = stdout.split("\n  smallest fix");
		const told = before.split("\n").filter((line) => line.startsWith("  "));
		expect(told.length).toBeGreaterThan(2);
		const message = thrownBy(claim)
			.split("\n")
			.map((line) => line.trim());
		expect(message.filter((line) => told.some((one) => one.trim() === line))).toEqual(
			told.map((line) => line.trim()),
		);
	});

	test("of a policy that grants more, with the grant; of one that grants less, without", () => {
		const gained = thrownBy(() => expect(more).toGrantNoMoreThan(policy));
		expect(gained).toContain("sa:pay/api CAN delete pods");
		expect(gained).toContain("via  Role pay/api rules[0]  more.yaml:5:3");
		expect(gained).toContain("any member of group:oncall CAN delete pods");
		expect(thrownBy(() => expect(policy).toGrantNoLessThan(more))).toContain(
			"sa:pay/api CANNOT delete pods",
		);
	});

	test("of a set that nobody is known to have, by a request and its lines", () => {
		const set = policy.phrase("get,list pods in pay");
		expect(thrownBy(() => expect(set).toAllowExactly(policy.phrase("get,watch pods in pay")))).toBe(
			[
				"the set has list pods in namespace pay",
				"  extra       + list pods in pay",
				"",
				"  the set has not watch pods in namespace pay",
				"  missing     - watch pods in pay",
				"",
			].join("\n"),
		);
	});
});

describe("nothing passes, or fails, for no reason", () => {
	test.each<[string, (about: <T>(received: T) => Assertion<T>) => void, RegExp]>([
		["an unknown resource", (about) => about(api).toBeDenied("get podz"), /did you mean `pods`\?/],
		[
			"an unknown namespace",
			(about) => about(api).toBeSubsetOf("get pods in payy"),
			/did you mean `pay`\?/,
		],
		[
			"an unknown subject",
			(about) => about(policy).toAllowOnly(["sa:pay/apii"], "get pods"),
			/^unknown subject `sa:pay\/apii`/,
		],
		[
			"what nobody can ask",
			(about) => about(api).toBeDenied("deletecollection pods(web)"),
			/can never be asked/,
		],
		[
			"a bound of everything",
			(about) => about(api).toBeSubsetOf(policy.role("ClusterRole/cluster-admin")),
			/forbids nothing/,
		],
		[
			"a phrase for a bare set",
			(about) => about(api.permissions).toBeSubsetOf("get pods"),
			/expected `policy\.phrase/,
		],
		[
			"sets of two policies",
			(about) => about(api).toBeSubsetOf(more.phrase("get pods")),
			/two PermissionSets/,
		],
		[
			"what is no subject",
			(about) => about("api" as unknown as PolicySubject).toBeDenied("get pods"),
			/^toBeDenied is about a subject/,
		],
		[
			"what is no policy",
			(about) => about({} as Policy).toAllowOnly([], "get pods"),
			/^toAllowOnly is about a policy/,
		],
		[
			"what has no permissions",
			(about) => about({} as PolicySubject).toBeSubsetOf("get pods"),
			/^toBeSubsetOf is about permissions/,
		],
	])("%s throws, also with `not`", (_, claim, message) => {
		expect(thrownBy(() => claim((received) => expect(received)))).toMatch(message);
		expect(thrownBy(() => claim((received) => expect(received).not))).toMatch(message);
	});

	test("a role that is missing leaves it undecided, which is neither", () => {
		const jane = policy.subject("user:jane");
		const undecided =
			/cannot be decided\n.*Role not-there, which RoleBinding pay\/later binds, is not in the inputs/s;
		expect(thrownBy(() => expect(jane).toBeDenied("get secrets in pay"))).toMatch(undecided);
		expect(thrownBy(() => expect(jane).not.toBeAllowed("get secrets in pay"))).toMatch(undecided);
	});
});

function thrownBy(claim: () => void): string {
	try {
		claim();
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	throw new Error("it passed");
}

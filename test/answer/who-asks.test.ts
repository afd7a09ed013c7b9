import { describe, expect, test } from "vitest";
import { parseSubject, whoAsks } from "../../src/answer/who-asks.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import { bind, originOf, snapshotOf } from "../support/world.ts";

const bot = { kind: "ServiceAccount", namespace: "dev", name: "bot" };
const objects = [bind("dev/b", "Role/r", "sa:bot", "user:jane", "group:ops")];
const groups = [{ name: "admins", users: ["kim"], origin: originOf("groups") }];
const grants = resolveGrants(snapshotOf(objects, { groups }));
const ofDev = ["system:serviceaccounts", "system:serviceaccounts:dev"];

describe("parseSubject", () => {
	test.each([
		["sa:dev/bot", bot],
		["sa:dev:bot", bot],
		["sa=dev/bot", bot],
		["serviceaccount:dev:bot", bot],
		["ServiceAccount/dev/bot", bot],
		["system:serviceaccount:dev:bot", bot],
		["user:system:serviceaccount:dev:bot", bot],
		["jane", { kind: "User", name: "jane" }],
		["user:jane", { kind: "User", name: "jane" }],
		["user:group:x", { kind: "User", name: "group:x" }],
		["jane@example.com", { kind: "User", name: "jane@example.com" }],
		["system:kube-scheduler", { kind: "User", name: "system:kube-scheduler" }],
		["group:ops", { kind: "Group", name: "ops" }],
		["Group/ops", { kind: "Group", name: "ops" }],
		["group:system:serviceaccounts:dev", { kind: "Group", name: "system:serviceaccounts:dev" }],
	])("%s", (words, subject) => {
		expect(parseSubject(words)).toEqual(subject);
	});

	test.each(["sa:", "sa:dev", "sa:dev/", "sa:/bot", "sa:dev/bot/more", "user:", "group:", ""])(
		"`%s` names nobody",
		(words) => {
			expect(parseSubject(words)).toHaveProperty("error");
		},
	);
});

describe("whoAsks adds the groups that the server implies", () => {
	test.each([
		["jane", [], "jane", ["system:authenticated"]],
		["jane", ["ops"], "jane", ["ops", "system:authenticated"]],
		["kim", [], "kim", ["admins", "system:authenticated"]],
		["kim", ["ops"], "kim", ["ops", "system:authenticated"]],
		["sa:dev/bot", [], "system:serviceaccount:dev:bot", [...ofDev, "system:authenticated"]],
		["sa:dev/bot", ["ops"], "system:serviceaccount:dev:bot", ["ops", "system:authenticated"]],
		["group:ops", [], "", ["ops", "system:authenticated"]],
		["group:ops", ["dev"], "", ["ops", "system:authenticated", "dev"]],
		["group:system:serviceaccounts:dev", [], "", [...ofDev, "system:authenticated"]],
		["system:anonymous", [], "system:anonymous", ["system:unauthenticated"]],
	])("%s with %j", (words, given, name, expected) => {
		expect(whoAsks(grants, words, given)).toMatchObject({ identity: { name, groups: expected } });
	});
});

test("an account that loses its groups by --as-group is told so", () => {
	expect(whoAsks(grants, "sa:dev/bot", ["ops"])).toMatchObject({
		notes: [
			expect.stringContaining("without system:serviceaccounts and system:serviceaccounts:dev"),
		],
	});
	expect(whoAsks(grants, "sa:dev/bot", [...ofDev])).toMatchObject({ notes: [] });
	expect(whoAsks(grants, "jane", ["ops"])).toMatchObject({ notes: [] });
});

describe("whoAsks warns of somebody whom nothing names", () => {
	test.each([
		["jane", [], undefined],
		[
			"jnae",
			[],
			"`user:jnae` appears in no binding and no object of the input; did you mean `user:jane`?",
		],
		["sa:dev/bot", [], undefined],
		["sa:prod/bot", [], "did you mean `sa:dev/bot`?"],
		["group:ops", [], undefined],
		["group:op", [], "group `op` appears in no binding"],
		["group:admins", [], undefined],
		["group:system:authenticated", [], undefined],
		["system:kube-scheduler", [], undefined],
		["system:node:n1", [], undefined],
		["group:system:bootstrappers:kubeadm:default-node-token", [], undefined],
		["group:system:masers", [], "did you mean `system:masters`?"],
		["group:system:authenticated:oath", [], "did you mean `system:authenticated:oauth`?"],
		["jane", ["system:monitorng"], "did you mean `system:monitoring`?"],
		["system:kube-schedular", [], "did you mean `user:system:kube-scheduler`?"],
		["system:nobody-knows", [], "appears in no binding and no object of the input"],
		[
			"jane",
			["oops"],
			"group `oops` appears in no binding and no object of the input; did you mean `ops`?",
		],
	])("%s with %j", (words, given, warning) => {
		const asks = whoAsks(grants, words, given);
		if ("error" in asks) throw new Error(asks.error);
		if (warning === undefined) expect(asks.warnings).toEqual([]);
		else expect(asks.warnings.join("\n")).toContain(warning);
	});
});

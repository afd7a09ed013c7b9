import { expect, test } from "vitest";
import { accountIdentity, groupIdentity, identityOf } from "../../src/model/identity.ts";

const ofDev = ["system:serviceaccounts", "system:serviceaccounts:dev"];

test.each([
	["jane", [], ["system:authenticated"]],
	["jane", ["dev"], ["dev", "system:authenticated"]],
	["jane", ["dev", "dev"], ["dev", "system:authenticated"]],
	["jane", ["system:unauthenticated"], ["system:unauthenticated"]],
	["jane", ["system:authenticated", "dev"], ["system:authenticated", "dev"]],
	["system:anonymous", [], ["system:unauthenticated"]],
	["system:anonymous", ["dev"], ["dev", "system:unauthenticated"]],
	["system:serviceaccount:dev:bot", [], [...ofDev, "system:authenticated"]],
	["system:serviceaccount:dev:bot", ["x"], ["x", "system:authenticated"]],
	["system:serviceaccount:dev", [], ["system:authenticated"]],
])("%s, given %j, is in %j", (user, given, groups) => {
	expect(identityOf(user, given)).toEqual({ name: user, groups });
});

test("a token's identity is its account's", () => {
	expect(accountIdentity("dev", "bot")).toEqual(identityOf("system:serviceaccount:dev:bot"));
});

test("a member of a namespace's accounts is a member of all accounts; a member of another group is not", () => {
	expect(groupIdentity("system:serviceaccounts:dev").groups).toEqual([
		...ofDev,
		"system:authenticated",
	]);
	expect(groupIdentity("dev").groups).toEqual(["dev", "system:authenticated"]);
	expect(groupIdentity("system:unauthenticated").groups).toEqual(["system:unauthenticated"]);
});

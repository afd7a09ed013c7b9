import { describe, expect, test } from "vitest";
import { parseSubject } from "../../src/answer/who-asks.ts";
import { accountOfUserName, accountUserName, formatSubject } from "../../src/model/subject.ts";

describe("accountOfUserName", () => {
	test("is the way back from accountUserName", () => {
		expect(accountUserName("dev", "bot")).toBe("system:serviceaccount:dev:bot");
		expect(accountOfUserName("system:serviceaccount:dev:bot")).toEqual({
			namespace: "dev",
			name: "bot",
		});
	});

	test.each([
		"jane",
		"",
		"system:serviceaccount:",
		"system:serviceaccount:dev",
		"system:serviceaccount:dev:",
		"system:serviceaccount::bot",
		"system:serviceaccount:dev:bot:more",
		"System:serviceaccount:dev:bot",
		"system:serviceaccounts:dev:bot",
	])("`%s` is the user name of no account", (user) => {
		expect(accountOfUserName(user)).toBeUndefined();
	});
});

describe("formatSubject", () => {
	test("calls a user with an account's name the account", () => {
		expect(formatSubject({ kind: "User", name: "system:serviceaccount:dev:bot" })).toBe(
			"sa:dev/bot",
		);
		expect(formatSubject({ kind: "User", name: "sa:dev/bot" })).toBe("user:sa:dev/bot");
	});

	test.each([
		{ kind: "User", name: "jane@example.com" },
		{ kind: "User", name: "group:dev" },
		{ kind: "Group", name: "system:serviceaccounts:dev" },
		{ kind: "Group", name: "a b/c" },
		{ kind: "ServiceAccount", namespace: "dev", name: "bot.v1" },
	] as const)("writes $kind $name so that it can be read back", (subject) => {
		expect(parseSubject(formatSubject(subject))).toEqual(subject);
	});
});

import { describe, expect, test } from "vitest";
import { answerCsv, csvField } from "../../src/render/csv.ts";
import { chain, decision, matrix, reference, whoCan } from "../support/answers.ts";

describe("a field", () => {
	test.each([
		["plain", "plain"],
		["with, comma", '"with, comma"'],
		['with "quotes"', '"with ""quotes"""'],
		["a\r\nb", "a\\u000d\\u000ab"],
		["=HYPERLINK(1)", "'=HYPERLINK(1)"],
		["+1", "'+1"],
		["-1", "'-1"],
		["@SUM(A1)", "'@SUM(A1)"],
		["\t=1", "\\u0009=1"],
		[" =1", "' =1"],
		["a=b", "a=b"],
	])("%j is written %s", (text, field) => {
		expect(csvField(text)).toBe(field);
	});
});

test("who-can: a row for each chain, lines end as RFC 4180 wants", () => {
	const answer = whoCan({
		holders: [
			{
				subject: { kind: "Group", name: "devs" },
				namespace: "",
				chains: [chain({ binding: reference("ClusterRoleBinding", "", "devs") })],
				members: [{ kind: "User", name: "jane" }],
				workloads: [],
			},
		],
	});
	expect(answerCsv({ kind: "WhoCan", whoCan: answer }, true)).toBe(
		"subject,kind,scope,binding,role,via,rule,where,members,workloads\r\n" +
			"group:devs,Group,cluster-wide,devs,Role/deploy,,rules[1],rbac.yaml:9:3,user:jane,\r\n",
	);
});

test("can: one row even without a chain, no header when none is wanted", () => {
	const answer = decision({ verdict: "no", chains: [] });
	expect(answerCsv({ kind: "Decision", decision: answer }, false)).toBe(
		"no,sa:ci/deployer,list,apps,deployments,,ci,,,,,,,,\r\n",
	);
});

test("matrix: absent cells are empty, the others words", () => {
	const answer = matrix(["get", "create"], [{ cells: ["named", "absent"], names: ["a", "b"] }]);
	expect(answerCsv({ kind: "Matrix", matrix: answer, order: "by subject" }, true)).toBe(
		"subject,scope,apiGroup,resource,subresource,path,get,create,names\r\n" +
			"sa:ci/deployer,ci,apps,deployments,,,named,,a b\r\n",
	);
});

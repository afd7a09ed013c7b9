import { expect, test } from "vitest";
import { whoCanText } from "../../../src/render/text/who-can.ts";
import { chain, reference, whoCan } from "../../support/answers.ts";
import { pipe, terminal } from "../../support/view.ts";

const long = whoCan({
	holders: [
		{
			subject: { kind: "Group", name: "system:serviceaccounts:continuous-integration" },
			namespace: "",
			chains: [
				chain({
					binding: reference("ClusterRoleBinding", "", "continuous-integration-deployers"),
					role: reference("ClusterRole", "", "continuous-integration-deployer"),
				}),
			],
			members: ["a", "b", "c", "d", "e", "f", "g"].map((name) => ({ kind: "User", name })),
			workloads: [],
		},
	],
});

test("into a pipe: columns, however wide", () => {
	expect(whoCanText(long, { ...pipe, headers: false })).toMatch(
		/^group:system:serviceaccounts:continuous-integration {2}cluster-wide {2}\S+ {2}\S+ {2}rbac\.yaml:28\n/,
	);
});

test("on a terminal too narrow for columns: one below the other, names whole, the rest counted", () => {
	expect(
		whoCanText(long, terminal(80)),
	).toBe(`group:system:serviceaccounts:continuous-integration  cluster-wide
  ClusterRoleBinding continuous-integration-deployers
  → ClusterRole continuous-integration-deployer
    rbac.yaml:28
  member user:a
  member user:b
  member user:c
  member user:d
  member user:e
  member … 2 more (-o wide)
`);
});

test("wide: the rule, every member and the workloads too", () => {
	const [holder] = whoCan().holders;
	const answer = whoCan({
		holders:
			holder === undefined
				? []
				: [{ ...holder, workloads: [reference("Deployment", "ci", "web")] }],
	});
	expect(whoCanText(answer, { ...terminal(50), wide: true })).toBe(`sa:ci/deployer  ci
  RoleBinding ci/deployers → Role ci/deploy
    get, list on deployments.apps
    rbac.yaml:28
  used by Deployment ci/web
`);
	const members = whoCanText(long, { ...terminal(80), wide: true });
	expect(members).toContain("member user:g");
	expect(members).not.toContain("…");
});

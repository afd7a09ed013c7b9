import { expect, test } from "vitest";
import { matrix } from "../../src/answer/matrix.ts";
import { loadSnapshot } from "../../src/load/snapshot.ts";
import { identityOf } from "../../src/model/identity.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import { bind, role, rule } from "../support/world.ts";

test("what no group can serve is dead, what another group may serve is not", () => {
	const objects = [
		role("ci/r", rule("get", "pod"), rule("get", "widgets", { groups: ["example.com"] })),
		bind("ci/b", "Role/r", "user:jane"),
	];
	const grants = resolveGrants(loadSnapshot({ objects, bootstrapPolicy: false }));
	const subject = { kind: "User", name: "jane" } as const;
	const { rows } = matrix(grants, {
		subjects: [{ subject, identity: identityOf("jane") }],
		targets: [],
		verbs: ["get"],
		apiGroups: [],
		namespaces: [],
		expand: false,
	});
	expect(rows.map(({ resource, cells }) => [resource.resource, ...cells])).toEqual([
		["pod", "dead"],
		["widgets", "yes"],
	]);
});

import type * as K from "./plain.ts";
import type { Random } from "./random.ts";
import { randomWorld } from "./random-world.ts";
import { bind, role, rule } from "./world.ts";

/**
 * Every other world is one in which few subjects hold much of what conditions ask for; the others are those of all
 * laws, with rules that ask for a little more of it. No binding names a user without a name, which is nobody here.
 */
export function randomAudited(random: Random): K.Objects {
	if (random.chance(50)) return denseWorld(random);
	return randomWorld(random).map((object) => {
		if ("roleRef" in object) {
			const { subjects = [] } = object;
			const named = subjects.filter(({ kind, name }) => kind !== "User" || name !== "");
			return { ...object, subjects: named };
		}
		const { rules = [] } = object;
		return { ...object, rules: rules.map((one) => askedFor(one, random)) };
	});
}

function askedFor(plain: K.Rule, random: Random): K.Rule {
	if (plain.resources === undefined || random.chance(40)) return plain;
	return { ...plain, verbs: ["get", random.of(["list", "delete"])], apiGroups: ["", "apps"] };
}

function denseWorld(random: Random): K.Objects {
	const roles = ["r0", "r1", "r2", "r3"].map((name) => role(name, denseRule(random)));
	const bindings = Array.from({ length: 2 + random.below(8) }, (_, i) =>
		bind(
			`${random.of(["", "n1/", "n2/"])}b${i}`,
			`ClusterRole/r${random.below(roles.length)}`,
			random.of(["sa:n1/sa1", "group:system:serviceaccounts", "user:jane"]),
		),
	);
	return [...roles, ...bindings];
}

function denseRule(random: Random): K.Rule {
	const verbs = random.of(["get", "get,list", "list,delete", "*"]);
	const resources = random.of(["pods", "deployments", "nodes,pods", "namespaces", "*"]);
	const groups = random.of([[""], ["", "apps"], ["*"]]);
	const names = random.of([[], [], ["a"], ["b"], ["n1", "a"]]);
	return rule(verbs, resources, { groups, names });
}

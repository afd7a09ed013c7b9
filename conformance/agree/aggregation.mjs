// Aggregated ClusterRoles against the real aggregation controller, in the judge and in a server.
import { random } from "./random.mjs";
import { bagOf, ruleKey } from "./words-of-answers.mjs";
import { apiVersion, hasCircle, rules, selector } from "./worlds.mjs";

/** What the judge says of roles that keep changing one another. */
export const restless = "did not settle";

const names = ["r1", "r2", "r3", "r4", "r5", "r6"];

export async function aggregation({ rolecall, judge, server, minor, seed, count, findings }) {
	let onServer = server === undefined ? 0 : Math.min(60, Math.ceil(count / 40));
	for (let i = 0; i < count; i += 1) {
		const r = random(seed * 11_000_027 + i);
		const drawn = clusterRoles(r);
		const isCircle = hasCircle(drawn);
		// In a circle it is the schedule of the controller that says what becomes of declared rules.
		const roles = isCircle
			? drawn.map((role) => (role.aggregationRule ? { ...role, rules: [] } : role))
			: drawn;
		const grants = rolecall.resolveGrants(
			rolecall.loadSnapshot({ objects: roles, kubernetesVersion: minor, bootstrapPolicy: false }),
		);
		const { error } = await judge.tryAsk({ op: "world", aggregate: true, objects: roles });
		if (error?.includes(restless)) {
			// Two roles that each put the other's rules first write one another for ever.
			findings.note("circle in which the controller never rests");
			continue;
		}
		const { clusterRoles: judgedRoles } = await judge.ask({ op: "dump" });
		compare({ grants, findings, roles, isCircle }, judgedRoles, "judge");
		if (onServer > 0 && r.chance(0.5)) {
			onServer -= 1;
			await onTheServer({ rolecall, server, minor, findings, roles });
		}
	}
}

function clusterRoles(r) {
	return r.sample(names, 2 + r.below(5)).map((name) => {
		const labels = Object.fromEntries(
			["agg", "tier"].filter(() => r.chance(0.5)).map((key) => [key, r.pick(["true", "a", ""])]),
		);
		const role = {
			apiVersion,
			kind: "ClusterRole",
			metadata: { name, labels },
			rules: rules(r, true, true),
		};
		if (r.chance(0.5)) return role;
		const clusterRoleSelectors = Array.from({ length: 1 + r.below(3) }, () => selector(r));
		return { ...role, aggregationRule: { clusterRoleSelectors } };
	});
}

/** The server has the default roles too, which selectors find. */
async function onTheServer({ rolecall, server, minor, findings, roles }) {
	const snapshot = rolecall.loadSnapshot({ objects: roles, kubernetesVersion: minor });
	const grants = rolecall.resolveGrants(snapshot);
	await server.ask({ op: "wipe" });
	await server.ask({ op: "apply", objects: roles });
	const { error } = await server.tryAsk({ op: "settle", aggregation: true });
	if (error?.includes(restless)) return;
	const { body } = await server.ask({ op: "get", path: `/apis/${apiVersion}/clusterroles` });
	const known = body.items.filter(({ metadata }) => !metadata.name.startsWith("rolecall-canary"));
	// Whether there is a circle now that the default roles take part is not worth finding out.
	compare({ grants, findings, roles, isCircle: true }, known, "server");
}

function compare({ grants, findings, roles, isCircle }, found, who) {
	for (const { metadata, rules: theirs } of found) {
		const ours =
			grants.role("ClusterRole", "", metadata.name)?.rules.map(({ rule }) => ruleKey(rule)) ?? [];
		// A selector that takes everything takes also what `settle` writes to see whether all has settled.
		const expected = (theirs ?? []).map(ruleKey).filter((rule) => !/rolecall/.test(rule));
		const agrees = isCircle
			? bagOf(ours) === bagOf(expected)
			: ours.join("\n") === expected.join("\n");
		const details = () => ({
			what: `role ${metadata.name}`,
			rolecall: ours,
			[who]: expected,
			roles,
		});
		findings.check(agrees, details, `${who}${isCircle ? ", as a set" : ", in order"}`);
	}
}

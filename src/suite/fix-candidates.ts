import { filledSubject } from "../answer/chain.ts";
import { shrunkRules } from "../answer/shrunk-rules.ts";
import { editedObject, type FixEdit } from "../model/suite-fix.ts";
import { disjointBoxes } from "../sets/boxes.ts";
import { given, type Need } from "./fix-needs.ts";
import { additionsFor } from "./grown-rules.ts";
import { newGrantFor } from "./new-grant.ts";
import { rulesOfRole, smallerRoles } from "./smaller-roles.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** Edits that serve some of the needs, by their index. */
export interface Candidate {
	readonly edits: readonly FixEdit[];
	readonly serves: ReadonlySet<number>;
}

/** All edits of objects of the input that serve a need, each once. What the default policy gives, nothing takes. */
export function candidatesFor(needs: readonly Need[], world: SuiteWorld): readonly Candidate[] {
	const found = new Map<string, Candidate>();
	for (const need of needs) {
		const ways =
			need.kind === "more"
				? [...additionsFor(need, world), ...newGrantFor(need, world)]
				: [...ruleEdits(need, needs, world), ...bindingEdits(need, world)].map((edit) => [edit]);
		for (const edits of ways) {
			const key = edits.map(keyOf).join(" ");
			const before = found.get(key);
			if (before !== undefined && need.kind === "less") continue;
			const serves = needs.flatMap((one, index) =>
				edits.some((edit) => doesServe(edit, one, need, world)) ? [index] : [],
			);
			// What one lacks others may lack too: each need comes to the same edit.
			found.set(key, { edits, serves: new Set([...(before?.serves ?? []), ...serves]) });
		}
	}
	return [...found.values()];
}

/** The same object and the same change. */
export function keyOf(edit: FixEdit): string {
	const object = editedObject(edit);
	const place = `${object.kind}/${object.namespace}/${object.name}`;
	switch (edit.kind) {
		case "change-rule":
			return `${place} rules[${edit.rule}] ${JSON.stringify(edit.become)}`;
		case "add-rule":
			return `${place} + ${JSON.stringify(edit.added)}`;
		case "remove-subject":
			return `${place} subjects[${edit.subject}]`;
		case "delete-binding":
			return `${place} deleted`;
		case "bind-inside":
			return `${place} in ${edit.namespace}`;
		case "lower-role":
			return `${place} to ${edit.name}`;
		case "grant":
			return `${place} new ${JSON.stringify(edit.role.rules)}`;
	}
}

type Less = Extract<Need, { kind: "less" }>;

/** A rule is bound more than once: it has to shrink for all of them at once. */
function ruleEdits(
	{ sourced, region }: Less,
	needs: readonly Need[],
	world: SuiteWorld,
): readonly FixEdit[] {
	const { declaredIn: role, index: rule } = sourced;
	if (role.builtIn) return [];
	const alike = needs.filter(
		(one): one is Less =>
			one.kind === "less" && one.sourced.declaredIn === role && one.sourced.index === rule,
	);
	const regions = world.sets.union(alike.map((one) => one.region).concat(region));
	return shrunkRules(
		sourced.rule,
		(one) => alike.some(({ match, region: own }) => given(world, match, [one]).meets(own)),
		regions,
		world.grants.snapshot.catalog,
	).map((become): FixEdit => ({ kind: "change-rule", role, rule, become }));
}

function bindingEdits({ match, sourced, region }: Less, world: SuiteWorld): readonly FixEdit[] {
	if (match === undefined || match.binding.builtIn) return [];
	const { binding, subjectIndex: subject } = match;
	const gone: FixEdit =
		binding.subjects.length === 1
			? { kind: "delete-binding", binding }
			: { kind: "remove-subject", binding, subject };
	const lowered = smallerRoles(binding, world)
		.filter((role) => !given(world, match, rulesOfRole(role)).meets(region))
		.map(({ role: { name } }): FixEdit => ({ kind: "lower-role", binding, name }));
	const edits = [gone, ...lowered];
	if (binding.kind === "RoleBinding" || binding.roleRef.kind === "Role") return edits;
	const all = world.sets.ofRules([sourced.rule]);
	const inside = namespacesFor({ match, region }, world)
		.filter((namespace) => !world.sets.inNamespace(all, namespace).meets(region))
		.filter((namespace) => !isTaken(namespace, binding.name, world))
		.map((namespace): FixEdit => ({ kind: "bind-inside", binding, namespace }));
	return [...edits, ...inside];
}

/** Where the subjects could still need it: where the region leaves it, and where they live. */
function namespacesFor(
	{ match, region }: Pick<Less, "match" | "region">,
	{ suite }: SuiteWorld,
): readonly string[] {
	const found = new Set([suite.namespace]);
	for (const subject of match?.binding.subjects ?? []) {
		const filled = filledSubject(subject, "");
		if (filled.kind === "ServiceAccount") found.add(filled.namespace);
	}
	for (const { namespace } of disjointBoxes(region, 200) ?? []) {
		if ("except" in namespace) for (const one of namespace.except) found.add(one);
	}
	found.delete("");
	return [...found].slice(0, 6);
}

function isTaken(namespace: string, name: string, { grants }: SuiteWorld): boolean {
	return grants.snapshot.bindings.some(
		(one) => one.namespace === namespace && one.name === name && one.kind === "RoleBinding",
	);
}

function doesServe(edit: FixEdit, need: Need, first: Need, { sets, grants }: SuiteWorld): boolean {
	if (need.kind === "more" || edit.kind === "add-rule" || edit.kind === "grant") {
		return need === first;
	}
	const { match, sourced, region } = need;
	switch (edit.kind) {
		case "change-rule":
			return (
				sourced.declaredIn === edit.role &&
				sourced.index === edit.rule &&
				!given({ sets }, match, edit.become).meets(region)
			);
		case "remove-subject":
			return match?.binding === edit.binding && match.subjectIndex === edit.subject;
		case "delete-binding":
			return match?.binding === edit.binding;
		case "lower-role": {
			if (match?.binding !== edit.binding) return false;
			const role = grants.role("ClusterRole", "", edit.name);
			return role !== undefined && !given({ sets }, match, rulesOfRole(role)).meets(region);
		}
		case "bind-inside": {
			if (match?.binding !== edit.binding) return false;
			const moved = { binding: { ...edit.binding, namespace: edit.namespace } };
			return !given({ sets }, moved, [sourced.rule]).meets(region);
		}
	}
}

import { expect, test } from "vitest";
import { aggregateRoles } from "../../src/resolve/aggregate-roles.ts";
import type * as K from "../support/plain.ts";
import { labelled, rule, snapshotOf } from "../support/world.ts";

/** The first verb of each effective rule of a role: rules here are told apart by it. */
function verbsOf(name: string, ...roles: readonly K.Role[]): readonly string[] {
	const { rules = [] } = aggregateRoles(snapshotOf(roles).roles).get(name) ?? {};
	return rules.map((sourced) => sourced.rule.verbs[0] ?? "");
}

const toView = [{ matchLabels: { view: "true" } }];
const toEdit = [{ matchLabels: { edit: "true" } }];
const everything = [{}];
const one = labelled("one", { view: "true" }, [rule("one", "pods")]);
const two = labelled("two", { view: "true" }, [rule("two", "pods")]);

test("a role gets the rules of those it selects, by name, and none of the others", () => {
	const other = labelled("other", {}, [rule("other", "pods")]);
	expect(verbsOf("view", two, one, other, labelled("view", {}, [], toView))).toEqual([
		"one",
		"two",
	]);
});

test("rules that a role declares itself give way, but stay while nothing is selected", () => {
	const view = labelled("view", {}, [rule("own", "pods")], toView);
	expect(verbsOf("view", view, one)).toEqual(["one"]);
	expect(verbsOf("view", view)).toEqual(["own"]);
});

test("a role never selects itself", () => {
	const all = labelled("all", { view: "true" }, [rule("own", "pods")], everything);
	expect(verbsOf("all", all, one)).toEqual(["one"]);
	expect(verbsOf("all", all)).toEqual(["own"]);
});

test("chains of aggregation are followed to their end, whatever the names' order", () => {
	const view = labelled("z-view", { edit: "true" }, [], toView);
	const edit = labelled("a-edit", {}, [], toEdit);
	expect(verbsOf("a-edit", edit, view, one)).toEqual(["one"]);
});

test("roles that select each other share what either selects", () => {
	const view = labelled("view", { edit: "true" }, [], [...toView, ...toEdit]);
	const edit = labelled("edit", { edit: "true" }, [], [...toView, ...toEdit]);
	expect(verbsOf("view", view, edit, one, two)).toEqual(["one", "two"]);
	expect(verbsOf("edit", view, edit, one, two)).toEqual(["one", "two"]);
});

test("a rule that comes twice is kept once; one with its words in another order is another rule", () => {
	const same = labelled("same", { view: "true" }, [rule("one", "pods"), rule("a,b", "pods")]);
	const turned = labelled("turned", { view: "true" }, [rule("b,a", "pods")]);
	expect(verbsOf("view", one, same, turned, labelled("view", {}, [], toView))).toEqual([
		"one",
		"a",
		"b",
	]);
});

test("a rule tells through which roles it came, from the nearest to the one that declares it", () => {
	const view = labelled("view", { edit: "true" }, [], toView);
	const edit = labelled("edit", {}, [], toEdit);
	const [sourced] = aggregateRoles(snapshotOf([edit, view, one]).roles).get("edit")?.rules ?? [];
	expect(sourced?.through.map(({ name }) => name)).toEqual(["view", "one"]);
	expect(sourced?.declaredIn.name).toBe("one");
});

test("five hundred roles that all select each other, each with a rule, come to rest", () => {
	const roles = Array.from({ length: 500 }, (_, i) =>
		labelled(`role-${i}`, {}, [rule(`verb-${i}`, "pods")], everything),
	);
	expect(verbsOf("role-7", ...roles, one)).toContain("one");
});

test("of a way through hundreds of roles the middle is left out, never the role that declares the rule", () => {
	const chain = Array.from({ length: 200 }, (_, i) =>
		labelled(`role-${i}`, { at: `${i}` }, [], [{ matchLabels: { at: `${i + 1}` } }]),
	);
	const last = labelled("last", { at: "200" }, [rule("last", "pods")]);
	const { roles } = snapshotOf([...chain, last]);
	const [sourced] = aggregateRoles(roles).get("role-0")?.rules ?? [];
	expect(sourced?.through.at(0)?.name).toBe("role-1");
	expect(sourced?.through.at(-1)?.name).toBe("last");
	expect(sourced?.through.length).toBeLessThan(50);
});

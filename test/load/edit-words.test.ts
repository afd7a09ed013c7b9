import { expect, test } from "vitest";
import { editRules } from "../../src/load/edit/edit-rules.ts";
import { rolesOfText } from "../../src/load/written-roles.ts";

function edited(resources: string): string {
	const text = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: r}
rules:
- apiGroups: [""]
  resources:${resources}
  verbs: [get]
`;
	const [role] = rolesOfText("r.yaml", text, { kubernetesVersion: "1.37" });
	if (role === undefined) return "no role";
	const become = role.rules.map((rule) => ({ ...rule, resources: ["c", "d"] }));
	const edit = { origin: role.origin, rules: role.rules, become, takers: [undefined] };
	const { text: result, failures } = editRules(text, [edit]);
	expect(failures).toEqual([undefined]);
	return result.slice(
		result.indexOf("resources:") + "resources:".length,
		result.indexOf("\n  verbs"),
	);
}

test.each<[string, string, string]>([
	["in brackets", " [a, b]", " [c, d]"],
	["one word in brackets", ' [ "a" ]', ' [ "c", "d" ]'],
	["by lines", "\n  - a\n  - b", "\n  - c\n  - d"],
	["quoted, by lines", "\n    - 'a'", "\n    - 'c'\n    - 'd'"],
])("all words of a list can be others: %s", (_title, before, after) => {
	expect(edited(before)).toBe(after);
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { namespaces, readResources } from "../../src/load/live/read-resources.ts";

interface Rule {
	readonly apiGroups: readonly string[];
	readonly resources: readonly string[];
	readonly verbs: readonly string[];
}

/** `list apps/deployments` for all that a file of the example grants. */
function granted(file: string): readonly string[] {
	const text = readFileSync(
		new URL(`../../examples/rolecall-reader/${file}`, import.meta.url),
		"utf8",
	);
	const rules = parseAllDocuments(text).flatMap(
		(document) => (document.toJS() as { readonly rules?: readonly Rule[] }).rules ?? [],
	);
	return rules
		.flatMap(({ apiGroups, resources, verbs }) =>
			apiGroups.flatMap((group) =>
				resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group}/${resource}`)),
			),
		)
		.sort();
}

/** What the reader lists, and what of it a watch follows. */
function needed(isOpenShift: boolean): readonly string[] {
	return [namespaces, ...readResources]
		.filter(({ group }) => group.endsWith("openshift.io") === isOpenShift)
		.flatMap(({ group, resource, about }) =>
			["list", ...(about === "workload" ? [] : ["watch"])].map(
				(verb) => `${verb} ${group}/${resource}`,
			),
		)
		.sort();
}

test("the example's roles grant what is read, each of it and nothing else", () => {
	expect(granted("reader.yaml")).toEqual(needed(false));
	expect(granted("openshift.yaml")).toEqual(needed(true));
	expect(granted("asking.yaml")).toEqual(["create authorization.k8s.io/subjectaccessreviews"]);
});

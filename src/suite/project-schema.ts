import { subjectsOf } from "../answer/subjects.ts";
import { objectName } from "../model/object-name.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { formatSubject } from "../model/subject.ts";
import type { Suite } from "../model/suite.ts";
import { compareText } from "../model/text-order.ts";
import { resolveGrants } from "../resolve/grants.ts";

/** What a project's suites speak of, each sorted and once. */
export interface ProjectNames {
	readonly subjects: readonly string[];
	readonly roles: readonly string[];
	readonly namespaces: readonly string[];
	/** As phrases name them. */
	readonly resources: readonly string[];
	/** As rules name them. */
	readonly ruleResources: readonly string[];
}

/** The names in a suite and its inputs. */
export function namesOf(suite: Suite, snapshot: Snapshot): ProjectNames {
	const bound = subjectsOf(resolveGrants(snapshot)).map(({ subject }) => formatSubject(subject));
	const accounts = snapshot.accounts.map((one) =>
		formatSubject({ kind: "ServiceAccount", ...one }),
	);
	const groups = [...suite.cluster.groups.keys()].map((name) => `group:${name}`);
	const roles = snapshot.roles.map(objectName);
	const rows = snapshot.catalog.resources.flatMap(({ group, resource, subresources }) =>
		["", ...subresources.map(({ name }) => `/${name}`)].map((below) => ({
			group,
			resource,
			below,
		})),
	);
	return {
		subjects: sorted([...suite.subjects.keys(), ...bound, ...accounts, ...groups]),
		roles: sorted(roles),
		namespaces: sorted([...snapshot.namespaces, ...suite.cluster.namespaces]),
		resources: sorted(
			rows.map(({ group, resource, below }) =>
				group === "" ? `${resource}${below}` : `${resource}.${group}${below}`,
			),
		),
		ruleResources: sorted(rows.map(({ resource, below }) => `${resource}${below}`)),
	};
}

/** The names of several suites together. */
export function joinedNames(all: readonly ProjectNames[]): ProjectNames {
	const of = (key: keyof ProjectNames): readonly string[] => sorted(all.flatMap((one) => one[key]));
	return {
		subjects: of("subjects"),
		roles: of("roles"),
		namespaces: of("namespaces"),
		resources: of("resources"),
		ruleResources: of("ruleResources"),
	};
}

/** The schema of suites with a project's names as suggestions; every other legal text stays legal. */
export function projectSchema(
	schema: Readonly<Record<string, unknown>>,
	names: ProjectNames,
): Readonly<Record<string, unknown>> {
	const definitions = { ...(schema["definitions"] as Readonly<Record<string, object>>) };
	for (const [definition, suggested] of [
		["subjectName", names.subjects],
		["roleName", names.roles],
		["namespaceName", names.namespaces],
		["resourceName", names.resources],
		["ruleResourceName", names.ruleResources],
		["phrase", names.resources.map((resource) => `get,list,watch ${resource}`)],
	] as const) {
		if (suggested.length === 0) continue;
		const { type, ...rest } = definitions[definition] as { readonly type?: unknown };
		definitions[definition] = { ...rest, anyOf: [{ enum: suggested }, { type }] };
	}
	return { ...schema, definitions };
}

function sorted(names: readonly string[]): readonly string[] {
	return [...new Set(names)].sort(compareText);
}

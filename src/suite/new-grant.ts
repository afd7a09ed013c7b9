import type { Binding } from "../model/binding.ts";
import { nameOfRuleGrant } from "../model/grant-name.ts";
import type { Origin } from "../model/origin.ts";
import type { Role } from "../model/role.ts";
import type { Subject } from "../model/subject.ts";
import type { FixEdit } from "../model/suite-fix.ts";
import { disjointBoxes } from "../sets/boxes.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Need } from "./fix-needs.ts";
import { lackingRules } from "./grown-rules.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** A role and a binding of its own for what a subject lacks: nobody else gains anything. */
export function newGrantFor(
	{ who, region }: Extract<Need, { kind: "more" }>,
	world: SuiteWorld,
): readonly (readonly FixEdit[])[] {
	const { grants, sets } = world;
	const rules = lackingRules(region, sets, grants.snapshot.catalog);
	const [first] = rules;
	const near = who.kind === "subject" ? fileFor(who.subject, world) : undefined;
	if (first === undefined || near === undefined || who.kind !== "subject") return [];
	const namespace = namespaceOf(region);
	const name = freeName(nameOfRuleGrant(who.subject, first), namespace, world);
	const origin: Origin = { file: near, at: () => undefined };
	const common = { namespace, name, annotations: new Map(), builtIn: false, origin };
	const kind = namespace === "" ? "ClusterRole" : "Role";
	const role: Role = { ...common, kind, rules, labels: new Map(), aggregation: undefined };
	const binding: Binding = {
		...common,
		kind: `${kind}Binding`,
		roleRef: { kind, name },
		subjects: [who.subject],
	};
	return [[{ kind: "grant", role, binding }]];
}

/** "" unless all of it is in one namespace. */
function namespaceOf(region: PermissionSet): string {
	const boxes = disjointBoxes(region, 500) ?? [];
	const [first] = boxes;
	const [namespace = ""] =
		first !== undefined && "only" in first.namespace ? first.namespace.only : [];
	const isOne = boxes.every(
		(box) =>
			"only" in box.namespace &&
			box.namespace.only.length === 1 &&
			box.namespace.only[0] === namespace,
	);
	return isOne && !region.hasPaths ? namespace : "";
}

/** The file of a binding that names the subject, else of its account, else of the first object there is. */
function fileFor(subject: Subject, { grants }: SuiteWorld): string | undefined {
	const { bindings, accounts, roles } = grants.snapshot;
	const isOwn = ({ subjects, namespace }: Binding): boolean =>
		subjects.some(
			(one) =>
				one.kind === subject.kind &&
				one.name === subject.name &&
				(one.kind !== "ServiceAccount" ||
					subject.kind !== "ServiceAccount" ||
					(one.namespace || namespace) === subject.namespace),
		);
	const own = bindings.filter((one) => !one.builtIn && isOwn(one));
	const account = accounts.filter(
		({ namespace, name }) =>
			subject.kind === "ServiceAccount" && namespace === subject.namespace && name === subject.name,
	);
	const others = [...bindings, ...roles].filter((one) => !one.builtIn);
	return [...own, ...account, ...others].find(({ origin }) => origin.at([]) !== undefined)?.origin
		.file;
}

function freeName(name: string, namespace: string, { grants }: SuiteWorld): string {
	const { roles, bindings } = grants.snapshot;
	const isTaken = (wanted: string): boolean =>
		[...roles, ...bindings].some((one) => one.namespace === namespace && one.name === wanted);
	for (let count = 1; ; count += 1) {
		const wanted = count === 1 ? name : `${name}-${count}`;
		if (!isTaken(wanted)) return wanted;
	}
}

import { placeOf } from "../../model/origin.ts";
import type { FieldPower, PowerfulField } from "../../model/powerful-field.ts";
import { formatSubject } from "../../model/subject.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { type BoundSubject, boundSubjects } from "./bound-subjects.ts";
import { isAtLeast } from "./grant-strength.ts";
import { wordedList } from "./worded-list.ts";

/**
 * Who may write custom resources of the input whose schema lets their author choose what a controller does. It is read from
 * names: of whoever has a grave finding already nothing is guessed.
 */
export const powerfulCustomResource: AuditCheck = (world) => {
	const kinds = kindsOf(world);
	if (kinds.length === 0) return [];
	const bound = boundSubjects(world);
	const controlled = new Set(
		bound.flatMap((one) =>
			kinds
				.filter(({ controls }) => setOf(world, one).meets(controls))
				.map((kind) => `${formatSubject(one.subject)} ${kind.name}`),
		),
	);
	const found = new Map<string, Map<Kind, BoundSubject>>();
	for (const one of bound) {
		if (isPowerful(world, one)) continue;
		const set = setOf(world, one);
		const who = formatSubject(one.subject);
		const key = `${who} ${one.binding.namespace}`;
		for (const kind of kinds) {
			if (!set.meets(kind.writes) || controlled.has(`${who} ${kind.name}`)) continue;
			const all = found.get(key) ?? new Map<Kind, BoundSubject>();
			if (!all.has(kind)) all.set(kind, one);
			found.set(key, all);
		}
	}
	return [...found.values()].map(hitOf);
};

function setOf({ identities }: AuditWorld, { role }: BoundSubject): PermissionSet {
	return role === undefined ? identities.sets.ofRules([]) : identities.ofRole(role);
}

/** A kind of custom resource with what its fields may do. */
interface Kind {
	/** `widgets.example.com`. */
	readonly name: string;
	readonly fields: readonly PowerfulField[];
	readonly writes: PermissionSet;
	/** What the kind's own controller is given, and nobody else. */
	readonly controls: PermissionSet;
}

/** Kinds that policies about permissions name are told by those. */
function kindsOf(world: AuditWorld): readonly Kind[] {
	const byName = new Map<string, PowerfulField[]>();
	for (const field of world.snapshot.powerfulFields) {
		if (world.isAskedFor(field.group, field.resource)) continue;
		const name = `${field.resource}.${field.group}`;
		const fields = byName.get(name) ?? [];
		fields.push(field);
		byName.set(name, fields);
	}
	return [...byName].flatMap(([name, fields]) => {
		const [{ group, resource } = { group: "", resource: "" }] = fields;
		const { sets } = world.identities;
		const of = (verbs: readonly string[], subresources: readonly string[]): PermissionSet =>
			sets.resourceRequests({
				verb: { only: verbs },
				apiGroup: { only: [group] },
				resource: { only: [resource] },
				subresource: { only: subresources },
			});
		const writes = of(["create", "update", "patch"], [""]);
		const controls = of(["update", "patch"], ["status", "finalizers"]);
		return [{ name, fields, writes, controls }];
	});
}

/** Whoever may write whatever there is, or has a grave finding. */
function isPowerful(world: AuditWorld, one: BoundSubject): boolean {
	const risk = world.riskOf(one.subject);
	const isGrave = risk !== undefined && isAtLeast(risk, "high");
	return isGrave || setOf(world, one).meets(anythingElse(world));
}

function anythingElse({ identities }: AuditWorld): PermissionSet {
	return identities.sets.resourceRequests({
		verb: { only: ["create"] },
		apiGroup: { only: ["anything.rolecall.invalid"] },
	});
}

const mostTold = 3;

function hitOf(kinds: ReadonlyMap<Kind, BoundSubject>): Hit {
	const told = [...kinds].toSorted(([one], [other]) => rank(one) - rank(other));
	const names = told.map(([{ name }]) => name);
	const [[first, bound] = []] = told;
	const [field] = first?.fields ?? [];
	if (first === undefined || bound === undefined || field === undefined) {
		throw new Error("a finding about no kind");
	}
	const { subject, place, binding } = bound;
	const more = names.length > mostTold ? [`${names.length - mostTold} more`] : [];
	const what = wordedList([...names.slice(0, mostTold), ...more]);
	const which =
		names.length === 1 ? `, whose \`${field.field}\`` : `: \`${field.field}\` of ${first.name}`;
	return {
		concerned: { kind: "subject", subject },
		message: `${formatSubject(subject)} can write ${what}${which} ${effects[field.power]}`,
		place,
		related: told.flatMap(([{ fields }]) =>
			fields.map((one) => ({
				place: placeOf(one.origin, one.path),
				title: `${one.resource}.${one.group} ${one.field} ${effects[one.power]}`,
			})),
		),
		...(binding.namespace === "" ? {} : { namespace: binding.namespace }),
		key: names.toSorted().join(" "),
	};
}

function rank({ fields: [first] }: Kind): number {
	return first === undefined ? 0 : Object.keys(effects).indexOf(first.power);
}

/** The gravest first. */
const effects: Readonly<Record<FieldPower, string>> = {
	objects: "may be applied with the rights of the controller",
	roles: "may choose which roles are given to whom",
	host: "may mount a folder of the node",
	account: "may choose the account that pods run as",
	pods: "may say what pods run",
	machine: "may be run by new machines as root",
	kubeconfig: "may choose the credentials that the controller uses",
};

import { filledSubject, referenceTo } from "../../answer/chain.ts";
import type { Binding } from "../../model/binding.ts";
import type { EffectiveRole } from "../../model/grant.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { Request } from "../../model/request.ts";
import { formatSubject } from "../../model/subject.ts";
import type { FixEdit } from "../../model/suite-fix.ts";
import { compareText } from "../../model/text-order.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { ownBindings } from "./own-objects.ts";
import { requestOfRule } from "./request-of-rule.ts";

/** Subjects that have by another binding, or by the same one, all that this one gives them. */
export const boundTwice: AuditCheck = (world) => {
	const before = new Map<string, Given[]>();
	// What is given everywhere comes first, so that the narrower one is told.
	const ordered = ownBindings(world)
		.map((binding) => [objectName(binding), binding] as const)
		.sort(([one], [other]) => compareText(one, other));
	return ordered.flatMap(([, binding]) => hitOf(world, binding, before));
};

interface Given {
	readonly binding: Binding;
	readonly role: EffectiveRole;
}

interface Twice {
	readonly index: number;
	readonly subject: string;
	/** The binding that gives it already; this one itself where a subject stands twice in it. */
	readonly by: Binding;
}

function hitOf(world: AuditWorld, binding: Binding, before: Map<string, Given[]>): readonly Hit[] {
	const { kind, name } = binding.roleRef;
	const role = world.grants.role(kind, kind === "Role" ? binding.namespace : "", name);
	if (role === undefined) return [];
	const seen = new Set<string>();
	const twice = binding.subjects.flatMap((one, index): readonly Twice[] => {
		const subject = formatSubject(filledSubject(one, binding.namespace));
		if (seen.has(subject)) return [{ index, subject, by: binding }];
		seen.add(subject);
		const given = before.get(subject) ?? [];
		const by = given.find((other) => gives(world, other, binding, role))?.binding;
		return by === undefined ? [] : [{ index, subject, by }];
	});
	for (const subject of seen) {
		const given = before.get(subject);
		if (given === undefined) before.set(subject, [{ binding, role }]);
		else given.push({ binding, role });
	}
	const [first] = twice;
	return first === undefined ? [] : [toldOf(binding, twice, first)];
}

/** The same role, or one that allows all of its requests, in a scope that includes this one. */
function gives(world: AuditWorld, other: Given, binding: Binding, role: EffectiveRole): boolean {
	const { namespace } = other.binding;
	if (namespace !== "" && namespace !== binding.namespace) return false;
	return other.role === role || isCovered(world, role, other.role);
}

const known = new WeakMap<EffectiveRole, WeakMap<EffectiveRole, boolean>>();

/** The same few roles are bound to many. */
function isCovered(world: AuditWorld, role: EffectiveRole, other: EffectiveRole): boolean {
	let covers = known.get(role);
	if (covers === undefined) {
		covers = new WeakMap();
		known.set(role, covers);
	}
	let is = covers.get(other);
	if (is === undefined) {
		is = allowsAll(world, role, other);
		covers.set(other, is);
	}
	return is;
}

/** Sets are costly: most pairs differ in the first request that one of the roles allows. */
function allowsAll(
	{ grants, identities }: AuditWorld,
	role: EffectiveRole,
	other: EffectiveRole,
): boolean {
	const request = firstRequest(role);
	if (request === undefined || !grants.roleAllows(other, request)) return false;
	const has = identities.ofRole(role);
	return !has.isEmpty && has.isSubsetOf(identities.ofRole(other));
}

const requests = new WeakMap<EffectiveRole, { readonly first: Request | undefined }>();

function firstRequest(role: EffectiveRole): Request | undefined {
	const known = requests.get(role);
	if (known !== undefined) return known.first;
	const [rule] = role.rules;
	const first = rule && requestOfRule(rule.rule);
	requests.set(role, { first });
	return first;
}

function toldOf(binding: Binding, twice: readonly Twice[], first: Twice): Hit {
	const inOther = twice.filter(({ by }) => by !== binding);
	const isWhole = twice.length === binding.subjects.length && inOther.length > 0;
	const edits: readonly FixEdit[] = isWhole
		? [{ kind: "delete-binding", binding }]
		: twice.map(({ index }) => ({ kind: "remove-subject", binding, subject: index }));
	const words = isWhole
		? `delete ${objectName(binding)}`
		: `remove ${twice.map(({ subject }) => subject).join(", ")} from ${objectName(binding)}`;
	const others =
		twice.length === 1 ? "" : ` (and so have ${twice.length - 1} more of its subjects)`;
	const says =
		first.by === binding
			? `names \`${first.subject}\` twice`
			: `gives \`${first.subject}\` nothing that ${objectName(first.by)} does not give it already${others}`;
	return {
		concerned: { kind: "object", object: referenceTo(binding) },
		message: `${objectName(binding)} ${says}: to take one away changes nothing`,
		place: placeOf(binding.origin, ["subjects", first.index]),
		...(first.by !== binding && {
			related: [{ place: placeOf(first.by.origin), title: objectName(first.by) }],
		}),
		key: twice.map(({ subject, by }) => `${subject} ${objectName(by)}`).join(","),
		fix: { words, edits },
	};
}

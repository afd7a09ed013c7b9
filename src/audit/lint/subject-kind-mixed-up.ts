import { referenceTo } from "../../answer/chain.ts";
import {
	isSystemGroup,
	isSystemUser,
	systemGroups,
	systemUsers,
} from "../../answer/system-names.ts";
import type { Binding } from "../../model/binding.ts";
import { allAccounts } from "../../model/identity.ts";
import { nearest } from "../../model/nearest.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import { accountOfUserName, type Subject } from "../../model/subject.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { ownBindings } from "./own-objects.ts";

/** Users that are groups, groups that are users, and names that no authenticator gives anybody. */
export const subjectKindMixedUp: AuditCheck = (world) =>
	ownBindings(world).flatMap((binding) =>
		binding.subjects.flatMap((subject, index) => hitOf(world, binding, subject, index)),
	);

interface Slip extends Pick<Hit, "severity" | "confidence"> {
	readonly says: string;
	readonly fix: string;
}

function hitOf(
	world: AuditWorld,
	binding: Binding,
	subject: Subject,
	index: number,
): readonly Hit[] {
	const slip = slipOf(world, binding, subject);
	if (slip === undefined) return [];
	const { says, fix, severity, confidence } = slip;
	return [
		{
			concerned: { kind: "object", object: referenceTo(binding) },
			message: `${objectName(binding)} names ${subject.kind} \`${subject.name}\`, ${says}`,
			place: placeOf(binding.origin, ["subjects", index]),
			key: `${subject.kind} ${subject.name}`,
			...(severity !== undefined && { severity }),
			...(confidence !== undefined && { confidence }),
			...(binding.namespace !== "" && { namespace: binding.namespace }),
			fix: { words: fix, edits: [] },
		},
	];
}

function slipOf(world: AuditWorld, binding: Binding, subject: Subject): Slip | undefined {
	if (subject.kind === "ServiceAccount") return undefined;
	const { name } = subject;
	if (name !== name.trim()) {
		return {
			says: "which begins or ends with a space: names are compared letter by letter, so this is nobody",
			fix: `write \`${name.trim()}\``,
		};
	}
	return subject.kind === "User" ? slipOfUser(world, binding, name) : slipOfGroup(name);
}

function slipOfUser(world: AuditWorld, binding: Binding, name: string): Slip | undefined {
	if (isSystemGroup(name)) {
		return {
			says: "but that is a group: no user is called so, and its members get nothing by it",
			fix: "write `kind: Group`",
		};
	}
	if (name.startsWith("system:serviceaccount:") && accountOfUserName(name) === undefined) {
		return {
			says: "which is no account's user name: those are `system:serviceaccount:NAMESPACE:NAME`",
			fix: "write `kind: ServiceAccount` with the account's namespace and name",
		};
	}
	return accountNamedAsUser(world, binding, name) ?? misspelt(name, isSystemUser, systemUsers);
}

/** A ServiceAccount authenticates by a longer name, so its bare one is somebody else's. */
function accountNamedAsUser(
	{ snapshot }: AuditWorld,
	binding: Binding,
	name: string,
): Slip | undefined {
	const [namespace = "", bare = "", ...rest] = name.includes(":")
		? name.split(":")
		: name.split("/");
	const wanted = bare === "" ? { name } : { namespace, name: bare };
	const account = snapshot.accounts.find(
		(one) =>
			rest.length === 0 &&
			one.name === wanted.name &&
			one.namespace === ("namespace" in wanted ? wanted.namespace : binding.namespace),
	);
	if (account === undefined || account.name === "default") return undefined;
	return {
		says: `but a user of that name is not ServiceAccount \`${account.namespace}/${account.name}\`, which gets nothing by it`,
		fix: `write \`kind: ServiceAccount\`, \`namespace: ${account.namespace}\` and \`name: ${account.name}\``,
		severity: "medium",
		confidence: "likely",
	};
}

function slipOfGroup(name: string): Slip | undefined {
	const account = accountOfUserName(name);
	if (account !== undefined) {
		return {
			says: `but that is the user name of one ServiceAccount, \`${account.namespace}/${account.name}\`: nobody is in such a group`,
			fix: "write `kind: ServiceAccount` with the account's namespace and name",
		};
	}
	const namespace = /^system:serviceaccounts?[:/]([a-z0-9-]+)$/.exec(name)?.[1];
	if (namespace !== undefined && !name.startsWith(`${allAccounts}:`)) {
		return {
			says: "in which nobody is: the accounts of a namespace are `system:serviceaccounts:NAMESPACE`",
			fix: `write \`${allAccounts}:${namespace}\``,
		};
	}
	if (isSystemUser(name) && !isSystemGroup(name)) {
		return {
			says: "but that is a user: nobody is in a group called so",
			fix: "write `kind: User`",
		};
	}
	return misspelt(name, isSystemGroup, systemGroups);
}

function misspelt(
	name: string,
	isKnown: (name: string) => boolean,
	known: readonly string[],
): Slip | undefined {
	if (!name.startsWith("system:") || isKnown(name)) return undefined;
	const meant = nearest(name, known);
	if (meant === undefined) return undefined;
	return {
		says: `a name that Kubernetes gives nobody; did you mean \`${meant}\`?`,
		fix: `write \`${meant}\``,
		severity: "medium",
		confidence: "likely",
	};
}

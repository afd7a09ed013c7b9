import { referenceTo } from "../../answer/chain.ts";
import type { Binding } from "../../model/binding.ts";
import { objectName } from "../../model/object-name.ts";
import { formatPlace, placeOf } from "../../model/origin.ts";
import type { Account } from "../../model/snapshot.ts";
import type { Subject } from "../../model/subject.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { folderOf } from "./folder-of.ts";
import { likelyMeant } from "./likely-meant.ts";
import { ownBindings } from "./own-objects.ts";
import { unplacedOf } from "./unplaced-of.ts";

/** Subjects that are no account of the input, where it surely has to be there or where another one is nearly it. */
export const missingAccount: AuditCheck = (world) => {
	const { accounts, cluster } = world.snapshot;
	if (cluster?.unlisted.some(({ resource }) => resource === "serviceaccounts") === true) return [];
	const isUnplaced = unplacedOf(world.snapshot);
	const byKey = new Set(accounts.map(({ namespace, name }) => `${namespace}/${name}`));
	return ownBindings(world).flatMap((binding) =>
		binding.subjects.flatMap((subject, index): readonly Hit[] => {
			// Where a binding without a namespace is applied to, the account may well be.
			const named = isUnplaced(binding)
				? namedBy(subject, "")
				: namedBy(subject, binding.namespace);
			if (named === undefined || byKey.has(`${named.namespace}/${named.name}`)) return [];
			const hit = hitOf(world, binding, index, named);
			return hit === undefined ? [] : [hit];
		}),
	);
};

/** Every namespace has an account `default`. */
function namedBy(subject: Subject, bindingNamespace: string): Named | undefined {
	if (subject.kind !== "ServiceAccount" || subject.name === "default") return undefined;
	const namespace = subject.namespace || bindingNamespace;
	return namespace === "" ? undefined : { namespace, name: subject.name };
}

interface Named {
	readonly namespace: string;
	readonly name: string;
}

function hitOf(world: AuditWorld, binding: Binding, index: number, named: Named): Hit | undefined {
	const { isComplete } = world.options;
	const meant = meantBy(world, binding, named);
	if (meant === "elsewhere" || (meant === undefined && !isComplete)) return undefined;
	const { namespace, name } = named;
	const found = isComplete ? "does not exist" : "is not in the input";
	const hint = meant === undefined ? "" : `; ${meant.says}`;
	const effect = "whoever may create that account gets the role, and nobody else has it";
	return {
		concerned: { kind: "object", object: referenceTo(binding) },
		message: `${objectName(binding)} names ServiceAccount \`${namespace}/${name}\`, which ${found}${hint}: ${effect}`,
		place: placeOf(binding.origin, ["subjects", index]),
		...(meant !== undefined && {
			related: [
				{ place: placeOf(meant.account.origin), title: objectName(accountObject(meant.account)) },
			],
		}),
		severity: meant?.isSure === true ? "high" : "medium",
		confidence: isComplete ? "certain" : "likely",
		...(binding.namespace !== "" && { namespace: binding.namespace }),
		key: `${namespace}/${name}`,
	};
}

function accountObject({ namespace, name }: Account): Named & { readonly kind: string } {
	return { kind: "ServiceAccount", namespace, name };
}

interface Meant {
	readonly says: string;
	readonly account: Account;
	/** The account is where the binding is, and the subject points elsewhere. */
	readonly isSure: boolean;
}

/** `elsewhere`: an account of that name goes wherever its manifest is applied to. */
function meantBy(
	world: AuditWorld,
	binding: Binding,
	named: Named,
): Meant | "elsewhere" | undefined {
	const { snapshot } = world;
	const isUnplaced = unplacedOf(snapshot);
	const same = snapshot.accounts.filter(({ name }) => name === named.name);
	if (same.some(isUnplaced)) return "elsewhere";
	const own = same.find(({ namespace }) => namespace === binding.namespace);
	if (own !== undefined) return { ...inAnother(own), isSure: true };
	const [only, another] = same;
	if (only !== undefined && another === undefined && sharesFile(only, binding)) {
		return { ...inAnother(only), isSure: false };
	}
	const near = snapshot.accounts.filter(({ namespace }) => namespace === named.namespace);
	const meant = likelyMeant(
		named.name,
		near.map(({ name }) => name),
	);
	const account = near.find(({ name }) => name === meant);
	return account && { says: `did you mean \`${account.name}\`?`, account, isSure: false };
}

function inAnother(account: Account): Omit<Meant, "isSure"> {
	const where = formatPlace(placeOf(account.origin));
	return { says: `there is one in \`${account.namespace}\` (${where})`, account };
}

/** One chart or folder: accounts of far-off manifests are called the same by chance. */
function sharesFile({ origin }: Account, binding: Binding): boolean {
	return folderOf(origin.file) === folderOf(binding.origin.file);
}

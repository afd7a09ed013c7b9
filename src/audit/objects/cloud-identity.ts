import { referenceTo } from "../../answer/chain.ts";
import { placeOf } from "../../model/origin.ts";
import { formatSubject } from "../../model/subject.ts";
import type { AuditCheck } from "../hit.ts";
import { cloudIdentityOf } from "./cloud-identity-of.ts";
import { asked, holdersInside, makesPods } from "./holders-inside.ts";
import { wordedList } from "./worded-list.ts";

/** An account that is somebody in a cloud, and whom others of its namespace can become. */
export const cloudIdentity: AuditCheck = (world) =>
	world.snapshot.accounts.flatMap((account) => {
		const identity = cloudIdentityOf(account);
		if (identity === undefined) return [];
		const { namespace, name, origin } = account;
		const told = formatSubject({ kind: "ServiceAccount", namespace, name });
		const ways = [...makesPods, asked(`create serviceaccounts/token ${name}`)];
		const takers = holdersInside(world, namespace, ways).filter((one) => one !== told);
		if (takers.length === 0) return [];
		return [
			{
				concerned: {
					kind: "object" as const,
					object: referenceTo({ kind: "ServiceAccount", namespace, name, origin }),
				},
				message: `${wordedList(takers)} can become ${told}, and with it \`${identity.name}\` in ${identity.cloud}`,
				place: placeOf(origin, ["metadata", "annotations", identity.annotation]),
				severity: isAdminLike(identity.name) ? ("high" as const) : ("medium" as const),
				namespace,
				key: identity.annotation,
			},
		];
	});

/** Read from its name, as nothing else of it is here. */
function isAdminLike(name: string): boolean {
	return /admin|poweruser|root-|owner|fullaccess/i.test(name);
}

import type { Account } from "../../model/snapshot.ts";

/** What an account is in a cloud, by its annotation. */
export interface CloudIdentity {
	readonly annotation: string;
	/** The role, account or client id there. */
	readonly name: string;
	readonly cloud: "AWS" | "Google Cloud" | "Azure";
}

const annotations: readonly (readonly [string, CloudIdentity["cloud"]])[] = [
	["eks.amazonaws.com/role-arn", "AWS"],
	["iam.gke.io/gcp-service-account", "Google Cloud"],
	["azure.workload.identity/client-id", "Azure"],
];

/** The cloud identity that an account's annotation names; undefined where it has none. */
export function cloudIdentityOf(account: Account): CloudIdentity | undefined {
	for (const [annotation, cloud] of annotations) {
		const name = account.annotations?.get(annotation);
		if (name !== undefined && name !== "") return { annotation, name, cloud };
	}
	return undefined;
}

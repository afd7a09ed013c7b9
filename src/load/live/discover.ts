import type { CatalogResource } from "../../model/catalog.ts";
import { compareText } from "../../model/text-order.ts";
import { isRecord } from "../json-record.ts";
import { CatalogBuilder, type UnreadGroup } from "./catalog-builder.ts";
import { ClusterError } from "./cluster-error.ts";
import type { Connection } from "./connection.ts";
import { knownMinor } from "./known-minor.ts";
import { addLegacyGroups, legacyGroupVersions } from "./legacy-discovery.ts";
import { withAuthorizedOnly } from "./with-authorized-only.ts";

export interface Discovery {
	/** What the cluster serves, in the order of its discovery, and what is only ever authorized. */
	readonly resources: readonly CatalogResource[];
	/** As the server calls itself: `v1.37.1`. */
	readonly kubernetesVersion: string;
	/** Groups whose server does not answer just now. */
	readonly unread: readonly UnreadGroup[];
}

const aggregated = ["v2", "v2beta1"].map(
	(version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
);
const accept = [...aggregated, "application/json"].join(",");

/** Asks a cluster what it serves: two requests since Kubernetes 1.26, one for each group version before. */
export async function discover(
	connection: Connection,
	signal?: AbortSignal | undefined,
): Promise<Discovery> {
	const kubernetesVersion = await serverVersion(connection, signal);
	const builder = new CatalogBuilder();
	for (const path of ["/api", "/apis"]) {
		const answer = await connection.requests.get(path, { accept, signal });
		if (isAggregated(answer)) builder.addAggregated(answer["items"]);
		else {
			const named = legacyGroupVersions(answer, `${connection.server}${path}`);
			await addLegacyGroups(builder, connection, named, signal);
		}
	}
	return {
		resources: withAuthorizedOnly(builder.resources(), knownMinor(kubernetesVersion)),
		kubernetesVersion,
		unread: builder.unread.toSorted((a, b) => compareText(a.group, b.group)),
	};
}

/** `v1.37.1`; providers add to it: `v1.33.5-gke.100`. */
export async function serverVersion(
	connection: Connection,
	signal?: AbortSignal | undefined,
): Promise<string> {
	const answer = await connection.requests.get("/version", { signal });
	const version = isRecord(answer) ? answer["gitVersion"] : undefined;
	if (typeof version === "string" && /^v\d+\.\d+/.test(version)) return version;
	const place = `${connection.server}/version`;
	throw new ClusterError("protocol", place, "expected the version of a Kubernetes API server");
}

function isAggregated(
	answer: unknown,
): answer is { readonly kind: string; readonly items: readonly unknown[] } {
	return (
		isRecord(answer) && answer["kind"] === "APIGroupDiscoveryList" && Array.isArray(answer["items"])
	);
}

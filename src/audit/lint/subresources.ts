import type { KnownResources } from "../../model/known-resources.ts";
import { editDistance } from "../../model/nearest.ts";

/** Subresources that no API serves, and that somebody asks about all the same. */
const askedAbout: ReadonlySet<string> = new Set([
	"certificatesigningrequests/selfnodeserver",
	"endpointslices/restricted",
	"endpoints/restricted",
	"resourceclaims/binding",
	"resourceclaims/driver",
	"routes/custom-host",
	"imagestreams/layers",
	"builds/docker",
	"builds/source",
	"builds/custom",
	"builds/optimizeddocker",
	"builds/jenkinspipeline",
]);

/**
 * An admission plugin asks for `finalizers` of whatever owns something, and kube-rbac-proxy for `metrics` of what it is
 * told to, often of `namespace`.
 */
const askedAnywhere: ReadonlySet<string> = new Set(["finalizers", "metrics"]);

/** Is the subresource asked about, by an admission plugin or a controller, although nothing serves it? */
export function openSubresource(entry: string): boolean {
	const subresource = entry.slice(entry.indexOf("/") + 1);
	return askedAnywhere.has(subresource) || askedAbout.has(entry);
}

/** The subresource of some resource that a word, which is none, was meant for. */
export function nearSubresource(word: string, known: KnownResources): string | undefined {
	const names = new Set(["finalizers", "scale", "status"]);
	for (const { subresources } of known.catalog.resources) {
		for (const { name } of subresources) names.add(name);
	}
	if (names.has(word) || word.length <= 3) return undefined;
	return [...names].find((name) => editDistance(word, name, 1) <= 1);
}

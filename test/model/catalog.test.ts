import { describe, expect, it } from "vitest";
import { loadSnapshot } from "../../src/load/snapshot.ts";
import { findResource } from "../../src/model/catalog.ts";

const crd = (group: string, plural: string, kind: string, shortNames: readonly string[] = []) => ({
	apiVersion: "apiextensions.k8s.io/v1",
	kind: "CustomResourceDefinition",
	metadata: { name: `${plural}.${group}` },
	spec: {
		group,
		names: { plural, kind, shortNames },
		scope: "Namespaced",
		versions: [{ name: "v1", served: true, storage: true }],
	},
});
const { catalog } = loadSnapshot({
	objects: [
		crd("example.com", "widgets", "Widget", ["po"]),
		crd("apps.example.com", "deployments", "Deployment"),
	],
});

function found(word: string): readonly string[] {
	return findResource(catalog, word).map(
		({ resource, by }) => `${resource.resource}.${resource.group} ${by}`,
	);
}

// The expected values are what kubectl auth can-i makes of the same words.
describe("findResource", () => {
	it.each<[string, string | undefined]>([
		["pods", "pods. plural"],
		["POD", "pods. singular"],
		["Deployment", "deployments.apps singular"],
		["po", "pods. shortName"],
		["po.example.com", "widgets.example.com shortName"],
		["deploy.apps", "deployments.apps shortName"],
		["deployments.apps", "deployments.apps plural"],
		["deployments.app", "deployments.apps plural"],
		["deployments.apps.example.com", "deployments.apps.example.com plural"],
		["deployments.v1.apps", "deployments.apps plural"],
		["hpa.v1.autoscaling", "horizontalpodautoscalers.autoscaling shortName"],
		["ingresses.networking", "ingresses.networking.k8s.io plural"],
		["events", "events. plural"],
		["events.events.k8s.io", "events.events.k8s.io plural"],
		["widget", "widgets.example.com singular"],
		["users", "users. plural"],
		["nothing", undefined],
		["pods.apps", undefined],
		["pods/log", undefined],
		["", undefined],
	])("%s → %s", (word, first) => {
		expect(found(word)[0]).toBe(first);
	});

	it("gives all candidates, what is served before what is only authorized", () => {
		expect(found("events")).toEqual(["events. plural", "events.events.k8s.io plural"]);
		expect(found("serviceaccounts")[0]).toBe("serviceaccounts. plural");
	});
});

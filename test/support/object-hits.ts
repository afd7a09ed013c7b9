import type { AuditOptions } from "../../src/audit/audit-world.ts";
import type { Hit } from "../../src/audit/hit.ts";
import { objectChecks } from "../../src/audit/objects/object-checks.ts";
import { loadSnapshot } from "../../src/load/snapshot.ts";
import { worldOf } from "./run-audit.ts";

/** What a check finds in plain objects. */
export function hitsOf(
	check: string,
	objects: readonly unknown[],
	options: Partial<AuditOptions> = {},
): readonly Hit[] {
	const snapshot = loadSnapshot({ objects });
	const world = worldOf(snapshot, options);
	const ask = objectChecks.get(check);
	if (ask === undefined) throw new Error(`no check ${check}`);
	return ask(world);
}

/** The severities of what it finds; `-` where the policy's own counts. */
export function severitiesOf(...asked: Parameters<typeof hitsOf>): readonly string[] {
	return hitsOf(...asked).map(({ severity }) => severity ?? "-");
}

export function account(where: string, more: object = {}): object {
	const [namespace, name] = where.split("/");
	return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace }, ...more };
}

export function deployment(where: string, spec: object = {}, kind = "Deployment"): object {
	const [namespace, name] = where.split("/");
	return {
		apiVersion: "apps/v1",
		kind,
		metadata: { name, namespace },
		spec: { template: { spec: { containers: [{ name: "c", image: "i" }], ...spec } } },
	};
}

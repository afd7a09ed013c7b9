import { minorOf } from "../../model/minor-of.ts";
import type { AuditCheck } from "../hit.ts";
import { readRules } from "./read-rules.ts";
import { ruleHit } from "./rule-hit.ts";

/** Monitoring that reads from kubelets through the subresource which also runs commands. */
export const nodesProxyTooWide: AuditCheck = (world) => {
	const minor = minorOf(world.snapshot.kubernetesVersion);
	return readRules(world).flatMap(({ role, index, rule }) => {
		const { verbs, resources, apiGroups } = rule;
		const isCore = apiGroups.includes("") || apiGroups.includes("*");
		const isReading = verbs.every((verb) => reading.has(verb)) && verbs.includes("get");
		if (!isCore || !isReading || !resources.includes("nodes/proxy")) return [];
		const all = minor >= finer ? [...always, ...sinceFiner] : always;
		const shown = all.map((one) => `\`nodes/${one}\``).join(", ");
		const isMonitoring = monitors.test(role.name);
		const become = resources.flatMap((entry) =>
			entry === "nodes/proxy" ? ["nodes/metrics", "nodes/stats"] : [entry],
		);
		return [
			ruleHit(role, index, {
				says: `reads from kubelets by \`nodes/proxy\`, with which a \`get\` also runs commands in every container of the node; ${shown} are enough for what they say`,
				word: "nodes/proxy",
				path: ["resources", resources.indexOf("nodes/proxy")],
				severity: isMonitoring ? "medium" : "low",
				...(isMonitoring && {
					fix: {
						words: "give `nodes/metrics` and `nodes/stats` instead of `nodes/proxy`",
						become: [{ ...rule, resources: [...new Set(become)] }],
					},
				}),
			}),
		];
	});
};

const reading: ReadonlySet<string> = new Set(["get", "list", "watch"]);
const always = ["metrics", "stats", "log"];
/** The kubelet asks for these first since 1.33. */
const finer = 33;
const sinceFiner = ["healthz", "pods", "configz"];
const monitors = /prometheus|metric|monitor|telemetry|grafana|datadog|newrelic|stat|exporter|otel/i;

import { minorOf } from "../../model/minor-of.ts";
import type { AuditCheck } from "../hit.ts";
import { readRules } from "./read-rules.ts";
import { ruleGives } from "./rule-gives.ts";
import { ruleHit } from "./rule-hit.ts";
import { quotedWords } from "./word-fault.ts";

/** What opens a session in a pod. */
export const sessions: readonly string[] = ["pods/exec", "pods/attach", "pods/portforward"];

/** Is `get` enough to open one, for a websocket client? */
export function isGetEnough(kubernetesVersion: string): boolean {
	return minorOf(kubernetesVersion) < 35;
}

/** `get pods/exec` without `create`: a session before Kubernetes 1.35, and none since. */
export const execByGetAlone: AuditCheck = (world) => {
	const isEnough = isGetEnough(world.snapshot.kubernetesVersion);
	return readRules(world).flatMap(({ role, index, rule }) => {
		const isCore = rule.apiGroups.includes("") || rule.apiGroups.includes("*");
		if (!isCore || !rule.verbs.includes("get") || rule.verbs.includes("*")) return [];
		const alone = sessions.filter(
			(entry) =>
				rule.resources.includes(entry) &&
				!role.rules.some((one) =>
					ruleGives(one, { verbs: ["create"], group: "", entries: [entry] }),
				),
		);
		const [first] = alone;
		if (first === undefined) return [];
		const entries = quotedWords(alone);
		return [
			ruleHit(role, index, {
				says: isEnough
					? `gives \`get\` of ${entries}, which looks like reading: before Kubernetes 1.35 a websocket client opens a session with it`
					: `gives \`get\` of ${entries} and no \`create\`: since Kubernetes 1.35 that opens no session`,
				word: alone.join(),
				path: ["resources", rule.resources.indexOf(first)],
				severity: isEnough ? "high" : "medium",
			}),
		];
	});
};

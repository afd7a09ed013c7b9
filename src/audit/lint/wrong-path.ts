import { globMatches } from "../../model/glob-matches.ts";
import type { AuditCheck, Hit } from "../hit.ts";
import { faultHits } from "./fault-hits.ts";
import { type ReadRule, readRules } from "./read-rules.ts";
import { ruleHit } from "./rule-hit.ts";

/** Paths for which no request is, and those that leave out the path that was meant. */
export const wrongPath: AuditCheck = (world) => [
	...faultHits(world, "wrong-path"),
	...readRules(world).flatMap((read) => withoutItself(read)),
];

/** `/healthz/*` is everything below `/healthz`, and not that path. */
function withoutItself({ role, index, rule, meant }: ReadRule): readonly Hit[] {
	if (meant === undefined) return [];
	const all = role.rules.flatMap(({ nonResourceURLs }) => nonResourceURLs);
	const covered = (path: string): boolean =>
		all.some((url) => url === path || (url.endsWith("*") && globMatches(url, path)));
	const lacking = rule.nonResourceURLs.filter((url) => {
		const path = url.slice(0, -2);
		return /^\/.+\/\*$/.test(url) && endpoints.has(path) && !covered(path);
	});
	const [first] = lacking;
	if (first === undefined) return [];
	const paths = lacking.map((url) => url.slice(0, -2));
	const shown = paths.map((path) => `\`${path}\``).join(", ");
	const at = rule.nonResourceURLs.indexOf(first);
	return [
		ruleHit(role, index, {
			says: `has what is below ${shown} and not ${shown} itself: a path matches only as a whole`,
			word: lacking.join(),
			path: ["nonResourceURLs", at],
			severity: "info",
			fix: {
				words: `add ${shown}`,
				become: [{ ...rule, nonResourceURLs: [...rule.nonResourceURLs, ...paths] }],
			},
		}),
	];
}

/** Paths at which the server itself answers. */
const endpoints: ReadonlySet<string> = new Set([
	"/healthz",
	"/livez",
	"/readyz",
	"/metrics",
	"/version",
	"/api",
	"/apis",
	"/openapi/v2",
	"/openapi/v3",
]);

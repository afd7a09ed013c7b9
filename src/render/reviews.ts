import type { Problem } from "../model/problem.ts";
import type { Review } from "../model/review.ts";
import { visibleJson } from "./visible.ts";
import { toYaml } from "./yaml.ts";

export type ReviewFormat = "json" | "yaml" | "ndjson";

/** What the API server returns instead of a review that it refuses. */
export interface Refusal {
	readonly apiVersion: "v1";
	readonly kind: "Status";
	readonly status: "Failure";
	readonly reason: "Invalid";
	readonly message: string;
	readonly code: 422;
}

export function refusalOf({ object, field, message }: Problem): Refusal {
	const words = [object, field, message].filter((part) => part !== undefined).join(": ");
	return {
		apiVersion: "v1",
		kind: "Status",
		status: "Failure",
		reason: "Invalid",
		message: words,
		code: 422,
	};
}

/** Answered reviews as text: a line each, a YAML document each, or one JSON object, a List where there are several. */
export function reviewsText(answers: readonly (Review | Refusal)[], format: ReviewFormat): string {
	switch (format) {
		case "ndjson":
			return answers.map((answer) => `${visibleJson(JSON.stringify(answer))}\n`).join("");
		case "yaml":
			return answers.map((answer) => toYaml(JSON.parse(JSON.stringify(answer)))).join("---\n");
		case "json": {
			const [first, ...others] = answers;
			const all = others.length === 0 ? first : { apiVersion: "v1", kind: "List", items: answers };
			return all === undefined ? "" : `${visibleJson(JSON.stringify(all, undefined, 2))}\n`;
		}
	}
}

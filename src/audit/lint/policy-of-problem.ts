import type { Problem, ProblemCode } from "../../model/problem.ts";

/** The lint check whose finding says what the loader said already; undefined where none does. */
export function policyOfProblem({ code, severity, message }: Problem): string | undefined {
	if (code === "refused-by-server" && quotedPlaceholder.test(message)) return "unrendered-template";
	// What kubectl does not read after `...` makes no document unreadable.
	if (code === "yaml-syntax" && severity === "warning") return "dropped-field";
	return policies[code];
}

/** The value that the server's own words quote. */
const quotedPlaceholder = /"[^"]*(?:\$[{(]|\{\{)[^"]*"/;

const policies: Readonly<Partial<Record<ProblemCode, string>>> = {
	"yaml-syntax": "unreadable-document",
	"json-syntax": "unreadable-document",
	"not-an-object": "unreadable-document",
	"missing-kind": "unreadable-document",
	"refused-by-server": "refused-object",
	"wrong-type": "refused-object",
	"old-api-version": "refused-object",
	"unserved-api-version": "refused-object",
	"unknown-field": "dropped-field",
	"namespace-dropped": "dropped-field",
	"duplicate-key": "dropped-field",
	"helm-template": "unrendered-template",
	"template-parameter": "unrendered-template",
	"operator-permissions": "unrendered-template",
	kustomization: "unrendered-template",
};

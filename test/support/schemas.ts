import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

const folder = new URL("../../schema/", import.meta.url);
// The one of suite files is for editors, which read draft 7 best.
const names = readdirSync(folder).filter(
	(name) => name.endsWith(".json") && name !== "suite.v1.json",
);
const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
for (const name of names) ajv.addSchema(JSON.parse(readFileSync(new URL(name, folder), "utf8")));

const schemaOf = new Map([
	["Decision", "decision"],
	["WhoCan", "who-can"],
	["Matrix", "matrix"],
	["PermissionHolders", "permission-holders"],
	["Holder", "holder"],
	["PermissionHolder", "permission-holder"],
	["MatrixRow", "matrix-row"],
	["GrantCheck", "grant-check"],
	["WriteCheck", "write-check"],
	["Covers", "covers"],
	["Verification", "verification"],
	["Simplification", "simplification"],
	["SimplifiedRole", "simplified-role"],
	["Diff", "diff"],
	["TestRun", "test-run"],
	["SuiteLint", "suite-lint"],
	["TestCheck", "test-line"],
	["TestProblem", "test-line"],
	["SkippedSuite", "test-line"],
	["TestAdequacy", "test-line"],
	["SubjectDiff", "subject-diff"],
	["Audit", "audit"],
	["Finding", "finding"],
	["AuditPolicies", "audit-policies"],
	["AuditPolicy", "audit-policy"],
	["Contexts", "contexts"],
	["ContextError", "context-error"],
	["AuditBaseline", "audit-baseline"],
]);

/** What the schema of its kind says against a document; nothing when it fits. */
export function schemaErrors(document: unknown): readonly string[] {
	const kind = (document as { readonly kind?: string }).kind ?? "";
	const name = schemaOf.get(kind);
	if (name === undefined) return [`no schema for kind ${kind}`];
	ajv.validate(`https://rolecall.dev/schema/v1/${name}.json`, document);
	return (ajv.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ""}`);
}

import type { Audit } from "../../model/audit.ts";

/** What was found in one of several contexts, or why it could not be read; undefined: there is only one. */
export type NamedAudit =
	| { readonly name: string | undefined; readonly audit: Audit }
	| { readonly name: string; readonly error: string };

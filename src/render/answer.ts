import type { Decision, Matrix, PermissionHolders, WhoCan } from "../model/answer.ts";
import type { Audit } from "../model/audit.ts";
import type { Covers } from "../model/covers.ts";
import type { Diff } from "../model/diff.ts";
import type { GrantCheck } from "../model/grant-check.ts";
import type { Simplification } from "../model/simplification.ts";
import type { Verification } from "../model/verification.ts";
import type { MatrixOrder } from "./matrix-sections.ts";

/** Any answer that can be shown. */
export type Answer =
	| { readonly kind: "Decision"; readonly decision: Decision }
	| { readonly kind: "WhoCan"; readonly whoCan: WhoCan }
	| { readonly kind: "PermissionHolders"; readonly permissionHolders: PermissionHolders }
	| { readonly kind: "Diff"; readonly diff: Diff }
	| { readonly kind: "GrantCheck"; readonly grantCheck: GrantCheck }
	| { readonly kind: "Covers"; readonly covers: Covers }
	| { readonly kind: "Verification"; readonly verification: Verification }
	| { readonly kind: "Simplification"; readonly simplification: Simplification }
	| { readonly kind: "Matrix"; readonly matrix: Matrix; readonly order: MatrixOrder }
	| { readonly kind: "Audit"; readonly audit: Audit };

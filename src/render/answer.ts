import type { Decision, Matrix, PermissionHolders, WhoCan } from "../model/answer.ts";
import type { Verification } from "../model/verification.ts";
import type { MatrixOrder } from "./matrix-sections.ts";

/** Any answer that can be shown. */
export type Answer =
	| { readonly kind: "Decision"; readonly decision: Decision }
	| { readonly kind: "WhoCan"; readonly whoCan: WhoCan }
	| { readonly kind: "PermissionHolders"; readonly permissionHolders: PermissionHolders }
	| { readonly kind: "Verification"; readonly verification: Verification }
	| { readonly kind: "Matrix"; readonly matrix: Matrix; readonly order: MatrixOrder };

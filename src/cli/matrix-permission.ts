import type { MatrixQuestion } from "../answer/matrix.ts";
import { limitsOf, matrixWithin } from "../answer/matrix-within.ts";
import type { Matrix } from "../model/answer.ts";
import { PermissionSets } from "../sets/permission-sets.ts";
import { askedPermissions } from "./asked-permissions.ts";
import type { World } from "./open-world.ts";
import type { Teller } from "./teller.ts";
import { UsageError } from "./usage-error.ts";

/** What `--permission` limits a matrix to. */
export interface MatrixPermission {
	readonly limits: Pick<MatrixQuestion, "namespaces" | "verbs" | "targets">;
	readonly within: (matrix: Matrix) => Matrix;
}

/** Permissions in words as limits of a matrix; where they name no scope they count everywhere, as a matrix does. */
export function matrixPermission(
	world: World,
	permissions: readonly string[],
	teller: Teller,
): MatrixPermission {
	const sets = new PermissionSets();
	const text = permissions.join(", ");
	const { quantifier, set } = askedPermissions(sets, text, world, "everywhere", teller);
	if (quantifier === "all") {
		throw new UsageError("a matrix shows each permission: expected no `all of` in --permission");
	}
	return {
		limits: limitsOf(sets, set, world.grants.snapshot.catalog),
		within: (matrix) => matrixWithin(sets, matrix, set),
	};
}

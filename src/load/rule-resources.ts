import type { Catalog } from "../model/catalog.ts";
import type { Problem } from "../model/problem.ts";
import type { Role } from "../model/role.ts";

export function checkRuleResources(
	_roles: readonly Role[],
	_catalog: Catalog,
	_problems: Problem[],
): void {}

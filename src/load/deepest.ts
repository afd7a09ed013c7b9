/** Levels of nesting: more than any Kubernetes object has, few enough for whoever walks a value recursively. */
export const deepest = 100;

/** Whether plain data is nested deeper than that. */
export function isTooDeep(value: unknown): boolean {
	return isDeeper(value, deepest);
}

function isDeeper(value: unknown, levels: number): boolean {
	if (typeof value !== "object" || value === null) return false;
	if (levels === 0) return true;
	if (Array.isArray(value)) return value.some((item) => isDeeper(item, levels - 1));
	for (const name in value) {
		if (isDeeper((value as Record<string, unknown>)[name], levels - 1)) return true;
	}
	return false;
}

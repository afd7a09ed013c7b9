/** Levels of nesting: more than any Kubernetes object has, few enough for whoever walks a value recursively. */
export const deepest = 100;

/** Whether plain data is nested deeper than that. */
export function isTooDeep(value: unknown): boolean {
	return isObject(value) && isDeeper(value, deepest);
}

function isObject(value: unknown): value is object {
	return typeof value === "object" && value !== null;
}

function isDeeper(value: object, levels: number): boolean {
	if (levels === 0) return true;
	if (Array.isArray(value)) return isListDeeper(value, levels);
	for (const name in value) {
		const field = (value as Record<string, unknown>)[name];
		if (isObject(field) && isDeeper(field, levels - 1)) return true;
	}
	return false;
}

function isListDeeper(list: readonly unknown[], levels: number): boolean {
	for (const item of list) {
		if (isObject(item) && isDeeper(item, levels - 1)) return true;
	}
	return false;
}

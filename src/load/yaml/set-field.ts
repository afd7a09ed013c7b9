/** Sets a field whose name comes from input: `__proto__` becomes a field like any other. */
export function setField(fields: Record<string, unknown>, name: string, value: unknown): void {
	if (name === "__proto__") {
		Object.defineProperty(fields, name, {
			value,
			writable: true,
			enumerable: true,
			configurable: true,
		});
	} else {
		fields[name] = value;
	}
}

/** Sets a field unless it is there already. */
export function addField(fields: Record<string, unknown>, name: string, value: unknown): boolean {
	// The first look is cheap and mostly enough; inherited names such as `constructor` need the second.
	if (fields[name] !== undefined && Object.hasOwn(fields, name)) return false;
	setField(fields, name, value);
	return true;
}

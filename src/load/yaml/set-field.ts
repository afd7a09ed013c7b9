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

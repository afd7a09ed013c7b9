/** An object some of whose fields are worked out when they are first looked at, and once. */
export function lazyFields<Known extends object, Late extends object>(
	known: Known,
	late: { readonly [Field in keyof Late]: () => Late[Field] },
): Known & Late {
	for (const [field, work] of Object.entries<() => unknown>(late)) {
		Object.defineProperty(known, field, { enumerable: true, configurable: true, get: once(work) });
	}
	return known as Known & Late;
}

/** The same object with other values in some fields; what nobody has looked at stays to be worked out. */
export function changedFields<T extends object>(known: T, changed: Partial<T>): T {
	const copy: T = Object.create(Object.prototype, Object.getOwnPropertyDescriptors(known));
	for (const [field, value] of Object.entries(changed)) {
		Object.defineProperty(copy, field, { enumerable: true, configurable: true, value });
	}
	return copy;
}

/** The value of a function that is called when it is first asked for. */
export function once<T>(work: () => T): () => T {
	let known: { readonly value: T } | undefined;
	return () => {
		known ??= { value: work() };
		return known.value;
	};
}

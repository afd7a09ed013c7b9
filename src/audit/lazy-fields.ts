/** An object some of whose fields are worked out when they are first looked at, and once. */
export function lazyFields<Known extends object, Late extends object>(
	known: Known,
	late: { readonly [Field in keyof Late]: () => Late[Field] },
): Known & Late {
	for (const [field, work] of Object.entries<() => unknown>(late)) {
		Object.defineProperty(known, field, {
			enumerable: true,
			configurable: true,
			get() {
				const value = work();
				Object.defineProperty(known, field, { enumerable: true, value });
				return value;
			},
		});
	}
	return known as Known & Late;
}

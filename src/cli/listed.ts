/** An option that may be given again and again. */
export function appended(value: string, previous: readonly string[]): readonly string[] {
	return [...previous, value];
}

/** The same, several at once between commas. */
export function listed(value: string, previous: readonly string[]): readonly string[] {
	return [...previous, ...value.split(",")];
}

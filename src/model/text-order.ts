/** Byte-like order of two texts, the same on every machine; never `localeCompare`. */
export function compareText(one: string, other: string): number {
	return one < other ? -1 : Number(one > other);
}

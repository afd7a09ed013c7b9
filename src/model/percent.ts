/** A share in percent; all of nothing is all. */
export function percentOf(part: number, whole: number): number {
	return whole === 0 ? 100 : (100 * part) / whole;
}

/** Rounded down, so that only all is 100 %. */
export function percentInWords(value: number): string {
	return `${Math.floor(value * 10) / 10} %`;
}

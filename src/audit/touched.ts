/** A bit for the number of each phrase of which something is reached, and of which any object is. */
export interface Touched {
	readonly some: Uint32Array;
	readonly any: Uint32Array;
}

export function hasBit(bits: Uint32Array, number: number): boolean {
	return ((bits[number >>> 5] ?? 0) & (1 << (number & 31))) !== 0;
}

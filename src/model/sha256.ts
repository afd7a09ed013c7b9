/**
 * SHA-256 of a text in UTF-8, in hex (FIPS 180-4). Node's own is out of reach of what is pure, and whoever writes the
 * manifests must not be able to choose a hash.
 */
export function sha256(text: string): string {
	const bytes = padded(new TextEncoder().encode(text));
	const view = new DataView(bytes.buffer);
	const state = Uint32Array.from(initial);
	const words = new Uint32Array(64);
	for (let block = 0; block < bytes.length; block += 64) {
		for (let index = 0; index < 16; index += 1) {
			words[index] = view.getUint32(block + index * 4);
		}
		expand(words);
		mix(state, words);
	}
	return [...state].map((word) => word.toString(16).padStart(8, "0")).join("");
}

const primes = firstPrimes(64);
/** The first 32 bits of the fractions of square and cube roots of primes. */
const initial = primes.slice(0, 8).map((prime) => fractionBits(prime ** (1 / 2)));
const constants = primes.map((prime) => fractionBits(Math.cbrt(prime)));

function firstPrimes(count: number): readonly number[] {
	const found: number[] = [];
	for (let number = 2; found.length < count; number += 1) {
		if (found.every((prime) => number % prime !== 0)) found.push(number);
	}
	return found;
}

function fractionBits(root: number): number {
	return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

/** A one, zeros, and the length in bits: whole blocks of 64 bytes. */
function padded(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
	whole.set(bytes);
	whole[bytes.length] = 0x80;
	const bits = bytes.length * 8;
	const view = new DataView(whole.buffer);
	view.setUint32(whole.length - 8, Math.floor(bits / 2 ** 32));
	view.setUint32(whole.length - 4, bits % 2 ** 32);
	return whole;
}

function expand(words: Uint32Array): void {
	for (let index = 16; index < 64; index += 1) {
		const near = words[index - 2] ?? 0;
		const far = words[index - 15] ?? 0;
		const small0 = turned(far, 7) ^ turned(far, 18) ^ (far >>> 3);
		const small1 = turned(near, 17) ^ turned(near, 19) ^ (near >>> 10);
		words[index] = (words[index - 16] ?? 0) + small0 + (words[index - 7] ?? 0) + small1;
	}
}

function mix(state: Uint32Array, words: Uint32Array): void {
	let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
	for (let round = 0; round < 64; round += 1) {
		const big1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
		const choice = (e & f) ^ (~e & g);
		const first = (h + big1 + choice + (constants[round] ?? 0) + (words[round] ?? 0)) >>> 0;
		const big0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
		const majority = (a & b) ^ (a & c) ^ (b & c);
		[h, g, f, e, d, c, b, a] = [
			g,
			f,
			e,
			(d + first) >>> 0,
			c,
			b,
			a,
			(first + big0 + majority) >>> 0,
		];
	}
	for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) {
		state[index] = (state[index] ?? 0) + word;
	}
}

function turned(word: number, by: number): number {
	return (word >>> by) | (word << (32 - by));
}

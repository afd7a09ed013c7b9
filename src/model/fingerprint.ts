/** FNV-1a in 64 bits: it only has to tell the findings of one repository apart. */
export function fingerprint(parts: readonly string[]): string {
	let hash = 0xcbf29ce484222325n;
	for (const byte of new TextEncoder().encode(parts.join("\0"))) {
		hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
	}
	return hash.toString(16).padStart(16, "0");
}

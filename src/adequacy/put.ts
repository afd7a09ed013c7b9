/** Puts a value behind those that a key has already. */
export function put<K, V>(map: Map<K, V[]>, key: K, value: V): void {
	const known = map.get(key);
	if (known === undefined) map.set(key, [value]);
	else known.push(value);
}

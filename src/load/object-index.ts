/** Objects by namespace and name; cluster-scoped ones stand under "". Two maps, as joining both into a key costs more. */
export class ObjectIndex<T> {
	readonly #byNamespace = new Map<string, Map<string, T>>();

	/** Puts an object in, and returns the one that had its place. */
	put(namespace: string, name: string, object: T): T | undefined {
		let byName = this.#byNamespace.get(namespace);
		if (byName === undefined) {
			byName = new Map();
			this.#byNamespace.set(namespace, byName);
		}
		const earlier = byName.get(name);
		byName.set(name, object);
		return earlier;
	}

	get(namespace: string, name: string): T | undefined {
		return this.#byNamespace.get(namespace)?.get(name);
	}

	/** Takes out everything that stands in another index under the same name. */
	removeAll(others: ObjectIndex<T>): void {
		for (const [namespace, byName] of others.#byNamespace) {
			for (const name of byName.keys()) this.#byNamespace.get(namespace)?.delete(name);
		}
	}

	all(): T[] {
		return [...this.#byNamespace.values()].flatMap((byName) => [...byName.values()]);
	}

	namespaces(): IterableIterator<string> {
		return this.#byNamespace.keys();
	}
}

/** What there is to say about how words were read, each once. */
export class Remarks {
	readonly #notes = new Set<string>();
	readonly #warnings = new Set<string>();

	note(text: string): void {
		this.#notes.add(text);
	}

	warn(text: string): void {
		this.#warnings.add(text);
	}

	get notes(): readonly string[] {
		return [...this.#notes];
	}

	get warnings(): readonly string[] {
		return [...this.#warnings];
	}
}

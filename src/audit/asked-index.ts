import type { PolicyRule } from "../model/rule.ts";
import type { PathBlock } from "../phrase/phrase-blocks.ts";
import type { Asked, AskedBlock } from "./clause.ts";
import type { Touched } from "./touched.ts";

interface NumberedBlock {
	readonly number: number;
	readonly block: AskedBlock;
}

/** The phrases of all policies, arranged so that a rule looks at few of them. */
export class AskedIndex {
	readonly paths: readonly { readonly number: number; readonly block: PathBlock }[];
	readonly #all: readonly NumberedBlock[];
	/** Of any resource, which every rule may be about. */
	readonly #wild: readonly NumberedBlock[];
	readonly #byResource = new Map<string, NumberedBlock[]>();
	readonly #words: number;

	constructor(asked: readonly Asked[]) {
		this.#all = asked.flatMap(({ number, resources }) =>
			resources.map((block) => ({ number, block })),
		);
		this.paths = asked.flatMap(({ number, paths }) => paths.map((block) => ({ number, block })));
		this.#wild = this.#all.filter(({ block }) => !("only" in block.resource));
		for (const numbered of this.#all) {
			const { resource } = numbered.block;
			if (!("only" in resource)) continue;
			for (const word of resource.only) {
				const same = this.#byResource.get(word);
				if (same === undefined) this.#byResource.set(word, [numbered]);
				else same.push(numbered);
			}
		}
		this.#words = Math.ceil(asked.length / 32);
	}

	untouched(): Touched {
		return { some: new Uint32Array(this.#words), any: new Uint32Array(this.#words) };
	}

	/** Every block that a rule may allow something of. */
	blocksFor({ resources }: PolicyRule): readonly NumberedBlock[] {
		if (resources.length === 0) return [];
		const words = new Set(resources.map((entry) => entry.split("/", 1)[0] ?? ""));
		if (words.has("*")) return this.#all;
		return [...this.#wild, ...[...words].flatMap((word) => this.#byResource.get(word) ?? [])];
	}
}

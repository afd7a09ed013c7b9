import type { PolicyRule } from "../model/rule.ts";
import type { Side } from "../model/statement.ts";
import type { PathBlock } from "../phrase/phrase-blocks.ts";
import { anyWord } from "../sets/space.ts";
import type { Asked, AskedBlock } from "./clause.ts";
import type { Touched } from "./touched.ts";

interface NumberedBlock {
	readonly number: number;
	readonly block: AskedBlock;
	/** A bit for each verb, some sharing one. */
	readonly verbs: number;
}

/** The phrases of all policies, arranged so that a rule looks at few of them. */
export class AskedIndex {
	readonly paths: readonly { readonly number: number; readonly block: PathBlock }[];
	readonly #all: readonly NumberedBlock[];
	/** Of any resource, which every rule may be about. */
	readonly #wild: readonly NumberedBlock[];
	readonly #byResource = new Map<string, NumberedBlock[]>();
	readonly #words: number;
	readonly #verbs = new Map<string, number>();

	constructor(asked: readonly Asked[]) {
		this.#all = asked.flatMap(({ number, resources }) =>
			resources.map((block) => ({ number, block, verbs: this.#verbsOf(block.verb) })),
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
	blocksFor({ resources, verbs }: PolicyRule): readonly NumberedBlock[] {
		if (resources.length === 0) return [];
		const words = new Set(resources.map((entry) => entry.split("/", 1)[0] ?? ""));
		const wanted = this.#verbsOf(verbs.includes("*") ? anyWord : { only: verbs });
		const found = words.has("*")
			? this.#all
			: [...this.#wild, ...[...words].flatMap((word) => this.#byResource.get(word) ?? [])];
		return found.filter((one) => (one.verbs & wanted) !== 0);
	}

	#verbsOf(side: Side): number {
		if (!("only" in side)) return -1;
		let bits = 0;
		for (const verb of side.only) {
			const number = this.#verbs.get(verb) ?? this.#verbs.size;
			this.#verbs.set(verb, number);
			bits |= 1 << (number & 31);
		}
		return bits;
	}
}

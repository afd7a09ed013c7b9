import type { Side } from "../model/statement.ts";
import { Diagram } from "./diagram.ts";
import { everything, type Node, nothing } from "./nodes.ts";
import { SetTooLarge } from "./set-too-large.ts";

/** The parts of a resource request, in the order in which a diagram looks at them. */
export const dimensions = [
	"namespace",
	"apiGroup",
	"resource",
	"subresource",
	"verb",
	"name",
] as const;

export type Dimension = (typeof dimensions)[number];

/** The level at which a diagram looks at a part. */
export const levelOf: Readonly<Record<Dimension, number>> = {
	namespace: 0,
	apiGroup: 1,
	resource: 2,
	subresource: 3,
	verb: 4,
	name: 5,
};

/** The level of a path request's verb; its path follows, one UTF-16 unit a level. */
export const pathVerbLevel = 6;
export const firstUnitLevel = 7;
/** The letter behind the last unit of a path. */
export const endOfPath = 0x1_0000;
/** Walking goes as deep as a path is long. */
export const longestPath = 2000;

/**
 * Where sets live that can be compared: one diagram, and a number for each word. Every word is a letter, "" too: no
 * namespace, the core group, no subresource and no name need no case of their own.
 */
export class Space {
	readonly diagram: Diagram;
	readonly #numbers = new Map<string, number>();
	readonly #words: string[] = [];

	constructor(budget?: number) {
		this.diagram = new Diagram(budget);
	}

	letter(word: string): number {
		let number = this.#numbers.get(word);
		if (number === undefined) {
			number = this.#words.length;
			this.#numbers.set(word, number);
			this.#words.push(word);
		}
		return number;
	}

	/** -1, which no node has, for a word that no set names. */
	knownLetter(word: string): number {
		return this.#numbers.get(word) ?? -1;
	}

	word(letter: number): string {
		return this.#words[letter] ?? "";
	}

	/** Every word that a set names. */
	get words(): readonly string[] {
		return this.#words;
	}

	/** What these words lead to, or all but these, and nothing else. */
	branch(level: number, side: Side, child: Node): Node {
		const isExcept = "except" in side;
		const letters = (isExcept ? side.except : side.only).map((word) => this.letter(word));
		return isExcept
			? this.diagram.branch(level, letters, nothing, child)
			: this.diagram.branch(level, letters, child, nothing);
	}

	/** A path, or with `isPrefix` all that begin with it. */
	path(text: string, isPrefix: boolean): Node {
		if (text.length > longestPath) {
			throw new SetTooLarge(
				`a path of ${text.length} characters is beyond the bound of ${longestPath}: \`${text.slice(0, 40)}…\``,
			);
		}
		const { diagram } = this;
		let node: Node = everything;
		if (!isPrefix) {
			node = diagram.branch(firstUnitLevel + text.length, [endOfPath], everything, nothing);
		}
		for (let at = text.length - 1; at >= 0; at -= 1) {
			node = diagram.branch(firstUnitLevel + at, [text.charCodeAt(at)], node, nothing);
		}
		return node;
	}
}

export const anyWord: Side = { except: [] };

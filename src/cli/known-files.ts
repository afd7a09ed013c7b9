import { RuleText } from "../load/edit/rule-text.ts";
import { WrittenObjects } from "../load/written-objects.ts";
import type { Position } from "../model/origin.ts";
import type { RbacObject } from "../model/written.ts";

/** About so many bytes are kept. */
const mostKept = 200_000_000;
const bytesOfLetter = 6;
const bytesOfParsedLetter = 100;

/** What was read of the files that were edited last, for as long as they have the same text. */
export class KnownFiles {
	readonly #files = new Map<string, KnownFile>();
	readonly #most: number;

	constructor(most: number = mostKept) {
		this.#most = most;
	}

	of(file: string, text: string): KnownFile {
		const before = this.#files.get(file);
		const known = before?.text === text ? before : new KnownFile(file, text);
		// The last one of a map is the one that was put last.
		this.#files.delete(file);
		this.#files.set(file, known);
		this.#forget();
		return known;
	}

	#forget(): void {
		let kept = 0;
		for (const [file, { size }] of [...this.#files].reverse()) {
			if (kept > 0 && kept + size > this.#most) this.#files.delete(file);
			else kept += size;
		}
	}
}

/** A text of a file, read once for all edits of it. */
export class KnownFile {
	readonly text: string;
	readonly written: RuleText;
	readonly #objects: WrittenObjects;
	readonly #byPlace = new Map<string, RbacObject[]>();
	readonly #words = new WeakMap<RbacObject, string>();

	constructor(file: string, text: string) {
		this.text = text;
		this.written = new RuleText(text);
		this.#objects = new WrittenObjects(file, text);
		for (const object of this.objects) {
			const place = keyOf(object.origin.at([]));
			const there = this.#byPlace.get(place);
			if (there === undefined) this.#byPlace.set(place, [object]);
			else there.push(object);
		}
	}

	/** About how many bytes it takes. */
	get size(): number {
		return this.text.length * bytesOfLetter + this.written.parsedLength * bytesOfParsedLetter;
	}

	get objects(): readonly RbacObject[] {
		return this.#objects.objects;
	}

	objectsOf(text: string): readonly RbacObject[] {
		return this.#objects.of(text);
	}

	/** The objects that begin where another one does, read from the same text earlier. */
	sameAs({ origin }: RbacObject): readonly RbacObject[] {
		const position = origin.at([]);
		return position === undefined ? [] : (this.#byPlace.get(keyOf(position)) ?? []);
	}

	/** All that an object says; the order of words in a rule says nothing. */
	wordsOf(object: RbacObject): string {
		const known = this.#words.get(object) ?? wordsOf(object);
		this.#words.set(object, known);
		return known;
	}
}

function keyOf(position: Position | undefined): string {
	return position === undefined ? "" : `${position.line}:${position.column}`;
}

function wordsOf(object: RbacObject): string {
	const { kind, namespace, name } = object;
	const head = [kind, namespace, name];
	if ("roleRef" in object) return JSON.stringify([...head, object.roleRef, object.subjects]);
	const rules = object.rules.map((rule) =>
		Object.entries(rule).map(([field, list]: [string, readonly string[]]) => [
			field,
			[...new Set(list)].sort(),
		]),
	);
	const aggregation = object.aggregation?.map(({ matchLabels, matchExpressions }) => [
		[...matchLabels],
		matchExpressions,
	]);
	return JSON.stringify([...head, [...object.labels], aggregation, rules]);
}

import { cutByYaml } from "../model/cut-by-yaml.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import { type FieldPath, type Origin, type Place, placeOf } from "../model/origin.ts";
import type { SuiteText } from "../model/suite.ts";
import { isRecord } from "./json-record.ts";

/** Something wrong with a file that a person wrote for rolecall. A warning does not stop the run. */
export interface FieldProblem {
	readonly severity: "error" | "warning";
	readonly message: string;
	readonly place: Place;
}

/** One mapping of a file written for rolecall: a suite, a policy; what is wrong with it is told with its place, and all of it in one go. */
export class Fields {
	readonly origin: Origin;
	readonly path: FieldPath;
	readonly #record: Readonly<Record<string, unknown>>;
	readonly #problems: FieldProblem[];
	readonly #asked = new Set<string>();
	readonly #empty = new Set<string>();

	constructor(
		origin: Origin,
		path: FieldPath,
		record: Readonly<Record<string, unknown>>,
		problems: FieldProblem[],
	) {
		this.origin = origin;
		this.path = path;
		this.#record = record;
		this.#problems = problems;
	}

	get place(): Place {
		return placeOf(this.origin, this.path);
	}

	/** How much is wrong so far, here and elsewhere in the file. */
	get failures(): number {
		return this.#problems.length;
	}

	/** A key without a value is told: `deny:` with nothing behind it denies nothing. */
	has(key: string): boolean {
		this.#asked.add(key);
		const value = Object.hasOwn(this.#record, key) ? this.#record[key] : undefined;
		if (value === null && !this.#empty.has(key)) {
			this.#empty.add(key);
			this.fail([key], `\`${key}\` has no value`);
		}
		return value !== undefined && value !== null;
	}

	value(key: string): unknown {
		return this.has(key) ? this.#record[key] : undefined;
	}

	placeOf(key: string | number, ...more: FieldPath): Place {
		return placeOf(this.origin, [...this.path, key, ...more]);
	}

	text(key: string): SuiteText | undefined {
		return this.asText(this.value(key), [key]);
	}

	/** "" where there is none. */
	string(key: string): string {
		return this.text(key)?.text ?? "";
	}

	boolean(key: string, otherwise: boolean): boolean {
		const value = this.value(key);
		if (value === undefined || typeof value === "boolean") return value ?? otherwise;
		this.fail([key], `expected true or false, found ${described(value)}`);
		return otherwise;
	}

	number(key: string): number | undefined {
		const value = this.value(key);
		if (value === undefined) return undefined;
		const number = typeof value === "string" ? Number(value.replace(/ *%$/, "")) : value;
		if (typeof number === "number" && Number.isFinite(number)) return number;
		this.fail([key], `expected a number, found ${described(value)}`);
		return undefined;
	}

	oneOf<T extends string>(key: string, choices: readonly T[], otherwise: T): T {
		const value = this.text(key);
		if (value === undefined) return otherwise;
		const found = choices.find((choice) => choice === value.text);
		if (found !== undefined) return found;
		const hint = didYouMean(value.text, choices);
		this.fail([key], `expected ${choices.join(", ")}, found \`${value.text}\`${hint}`);
		return otherwise;
	}

	/** A list of texts, or one text alone. */
	texts(key: string): readonly SuiteText[] {
		const value = this.value(key);
		if (value === undefined) return [];
		if (!Array.isArray(value)) {
			const one = this.asText(value, [key]);
			return one === undefined ? [] : [one];
		}
		return value.flatMap((item, index) => this.asText(item, [key, index]) ?? []);
	}

	strings(key: string): readonly string[] {
		return this.texts(key).map(({ text }) => text);
	}

	/** The items of a list; a single item may stand alone. */
	items(key: string): readonly (readonly [value: unknown, path: FieldPath])[] {
		const value = this.value(key);
		if (value === undefined) return [];
		if (!Array.isArray(value)) return [[value, [key]]];
		return value.map((item, index) => [item, [key, index]] as const);
	}

	fields(key: string): Fields | undefined {
		const value = this.value(key);
		return value === undefined ? undefined : this.asFields(value, [key]);
	}

	/** The mappings of a list. */
	list(key: string): readonly Fields[] {
		const value = this.value(key);
		if (value === undefined) return [];
		if (!Array.isArray(value)) {
			this.fail([key], `expected a list, found ${described(value)}`);
			return [];
		}
		return value.flatMap((item, index) => this.asFields(item, [key, index]) ?? []);
	}

	/** The keys of a mapping whose keys are the user's. */
	keys(): readonly string[] {
		const keys = Object.keys(this.#record);
		for (const key of keys) this.#asked.add(key);
		return keys;
	}

	asFields(value: unknown, more: FieldPath): Fields | undefined {
		const path = [...this.path, ...more];
		if (isRecord(value)) return new Fields(this.origin, path, value, this.#problems);
		this.fail(more, `expected a mapping, found ${described(value)}`);
		return undefined;
	}

	asText(value: unknown, more: FieldPath): SuiteText | undefined {
		if (value === undefined) return undefined;
		if (typeof value === "string" || typeof value === "number") {
			const { origin, path } = this;
			// A place costs more than all the rest, and most are never shown.
			return {
				text: String(value),
				get place() {
					return placeOf(origin, [...path, ...more]);
				},
			};
		}
		this.fail(more, `expected a text, found ${described(value)}${splitHint(value)}`);
		return undefined;
	}

	fail(more: FieldPath, message: string, severity: FieldProblem["severity"] = "error"): void {
		const place = placeOf(this.origin, [...this.path, ...more]);
		this.#problems.push({ severity, message, place });
	}

	/** Tells of every key that nobody asked for. */
	done(): void {
		for (const key of Object.keys(this.#record)) {
			if (this.#asked.has(key)) continue;
			if (this.#isCutOff(key)) {
				this.fail([key], `unknown key \`${key}\`: ${cutByYaml}`);
				continue;
			}
			const hint = didYouMean(key, this.#asked);
			const known = [...this.#asked].sort().join(", ");
			this.fail([key], `unknown key \`${key}\`${hint || `: expected one of ${known}`}`);
		}
	}

	/** A key without a value on the line of another: `{deny: get,list pods}` has the key `list pods`. */
	#isCutOff(key: string): boolean {
		if (this.#record[key] !== null) return false;
		const { line } = this.placeOf(key);
		return Object.keys(this.#record).some((one) => one !== key && this.placeOf(one).line === line);
	}
}

export function described(value: unknown): string {
	if (value === null || value === undefined) return "nothing";
	if (Array.isArray(value)) return "a list";
	if (typeof value === "object") return "a mapping";
	return `\`${String(value).slice(0, 60)}\``;
}

/** `allow: get secrets (a): b` reads as a mapping, `[get, list]` as a list: YAML took the phrase apart. */
function splitHint(value: unknown): string {
	return typeof value === "object" ? ": write a phrase with commas or colons in quotes" : "";
}

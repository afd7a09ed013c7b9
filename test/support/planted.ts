import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { compiledEngine, type Engine } from "./engine.ts";
import type { Fault } from "./faults.ts";

const source = fileURLToPath(new URL("../../src", import.meta.url));
const usual = ["model", "resolve", "sets", "phrase", "answer", "suite"];

/** Compiled copies of the source in a temporary folder, from which engines with a fault are made. */
export class Plantation {
	readonly folder: string = mkdtempSync(join(tmpdir(), "rolecall-faults-"));
	#planted = 0;

	/** Of these folders of the source. */
	constructor(layers: readonly string[] = usual) {
		writeFileSync(join(this.folder, "package.json"), '{"type":"commonjs"}');
		for (const layer of layers) {
			for (const name of readdirSync(join(source, layer), { recursive: true, encoding: "utf8" })) {
				if (name.endsWith(".ts")) this.#compile("sound", `${layer}/${name}`, (text) => text);
			}
		}
	}

	/** The source as it is. */
	sound(): Engine {
		return compiledEngine(this.soundFolder());
	}

	/** The source with one fault; the text that it replaces must be there exactly once. */
	plant(fault: Fault): Engine {
		return compiledEngine(this.plantedFolder(fault));
	}

	/** The folder of the source as it is, and of a copy with one fault. */
	soundFolder(): string {
		return join(this.folder, "sound");
	}

	plantedFolder({ title, file, find, replace }: Fault): string {
		this.#planted += 1;
		const copy = `fault-${this.#planted}`;
		cpSync(join(this.folder, "sound"), join(this.folder, copy), { recursive: true });
		this.#compile(copy, file, (text) => {
			const parts = text.split(find);
			if (parts.length !== 2) {
				throw new Error(
					`${file} holds ${parts.length - 1} times, not once, what \`${title}\` replaces`,
				);
			}
			return parts.join(replace);
		});
		return join(this.folder, copy);
	}

	#compile(copy: string, file: string, change: (text: string) => string): void {
		const text = change(readFileSync(join(source, file), "utf8"));
		const { outputText } = ts.transpileModule(text, {
			compilerOptions: {
				target: ts.ScriptTarget.ES2023,
				module: ts.ModuleKind.CommonJS,
				rewriteRelativeImportExtensions: true,
			},
		});
		const path = join(this.folder, copy, file.replace(/\.ts$/, ".js"));
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, outputText);
	}
}

import { changedFields } from "../audit/lazy-fields.ts";
import type { Audit, Finding, FindingFix } from "../model/audit.ts";
import { objectName } from "../model/object-name.ts";
import { editedObject, type FixEdit } from "../model/suite-fix.ts";
import { patchText } from "../render/patch.ts";
import { type FixedFile, fixFiles } from "./fix-files.ts";
import { KnownFiles } from "./known-files.ts";
import { readManifest } from "./read-manifest.ts";

/** So many findings get texts, */
const mostFindings = 300;
/** and so many characters are gone through for them: every edit is proved on its whole file. */
const mostRead = 40_000_000;

/** An audit whose fixes say what they change in files, and how many had to be left without. */
export function withFindingTexts(audit: Audit): { readonly audit: Audit; readonly left: number } {
	const reader = new FixReader();
	let left = 0;
	let told = 0;
	const findings = audit.findings.map((finding): Finding => {
		const { suppressed, fix } = finding;
		if (suppressed !== undefined || fix === undefined || fix.edits.length === 0) return finding;
		if (told >= mostFindings || reader.read > mostRead) {
			if (reader.isFile(fix)) left += 1;
			return finding;
		}
		const texts = reader.textsOf(fix);
		if (texts === undefined) return finding;
		told += 1;
		return changedFields(finding, { fix: { ...fix, ...texts } });
	});
	return { audit: { ...audit, findings }, left };
}

type FixTexts = Pick<FindingFix, "texts" | "patch">;

function textsOf(files: readonly FixedFile[]): FixTexts {
	return {
		texts: files.flatMap(({ file, edited }) => {
			return edited.changes.map((change) => ({ file, ...change }));
		}),
		patch: files.map(({ file, text, edited }) => patchText(file, text, edited.text)).join(""),
	};
}

/** Every file is read once, and equal edits are made once. */
class FixReader {
	/** How many characters were gone through for proofs. */
	read = 0;
	readonly #texts = new Map<string, string | undefined>();
	readonly #files = new KnownFiles();
	readonly #known = new Map<string, FixTexts | undefined>();

	/** Undefined where the edits cannot be made in files. */
	textsOf({ edits }: FindingFix): FixTexts | undefined {
		const key = JSON.stringify(edits.map(keyOf));
		if (!this.#known.has(key)) this.#known.set(key, this.#made(edits));
		return this.#known.get(key);
	}

	#made(edits: readonly FixEdit[]): FixTexts | undefined {
		const fix = { edits, effects: [], breaks: [] };
		const fixed = fixFiles(fix, (file) => this.#textOf(file), this.#files);
		if (typeof fixed === "string") return undefined;
		for (const { text } of fixed) this.read += text.length;
		return textsOf(fixed);
	}

	isFile({ edits }: FindingFix): boolean {
		return edits.every((edit) => this.#textOf(fileOf(edit)) !== undefined);
	}

	#textOf(file: string): string | undefined {
		if (!this.#texts.has(file)) this.#texts.set(file, readManifest(file));
		return this.#texts.get(file);
	}
}

function fileOf(edit: FixEdit): string {
	return editedObject(edit).origin.file;
}

function keyOf(edit: FixEdit): unknown {
	const object = editedObject(edit);
	const where = [fileOf(edit), object.origin.at([]), objectName(object)];
	switch (edit.kind) {
		case "change-rule":
			return [edit.kind, where, edit.rule, edit.become];
		case "remove-subject":
			return [edit.kind, where, edit.subject];
		case "add-rule":
			return [edit.kind, where, edit.added];
		case "lower-role":
			return [edit.kind, where, edit.name];
		case "bind-inside":
			return [edit.kind, where, edit.namespace];
		case "grant":
			return [edit.kind, where, edit.role.rules, edit.binding];
		case "delete-binding":
			return [edit.kind, where];
	}
}

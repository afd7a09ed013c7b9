import { changedFields } from "../audit/lazy-fields.ts";
import type { Audit, Finding, FindingFix } from "../model/audit.ts";
import { objectName } from "../model/object-name.ts";
import type { FixEdit } from "../model/suite-fix.ts";
import { patchText } from "../render/patch.ts";
import { type FixedFile, fixFiles } from "./fix-files.ts";
import { readManifest } from "./read-manifest.ts";

/** So many findings get texts, */
const mostFindings = 300;
/** and so many characters are read for them: every edit is proved on its whole file. */
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
		const files = reader.filesOf(fix);
		if (files.length === 0) return finding;
		told += 1;
		return changedFields(finding, { fix: { ...fix, ...textsOf(files) } });
	});
	return { audit: { ...audit, findings }, left };
}

function textsOf(files: readonly FixedFile[]): Pick<FindingFix, "texts" | "patch"> {
	return {
		texts: files.flatMap(({ file, edited }) => {
			return edited.changes.map((change) => ({ file, ...change }));
		}),
		patch: files.map(({ file, text, edited }) => patchText(file, text, edited.text)).join(""),
	};
}

/** Every file is read once, and equal edits are made once. */
class FixReader {
	/** How many characters were gone through. */
	read = 0;
	readonly #texts = new Map<string, string | undefined>();
	readonly #known = new Map<string, readonly FixedFile[]>();

	/** Empty where the edits cannot be made in files. */
	filesOf({ edits }: FindingFix): readonly FixedFile[] {
		const key = JSON.stringify(edits.map(keyOf));
		const known = this.#known.get(key);
		if (known !== undefined) return known;
		const fixed = fixFiles({ edits, effects: [], breaks: [] }, (file) => this.#textOf(file));
		const files = typeof fixed === "string" ? [] : fixed;
		for (const { text } of files) this.read += text.length;
		this.#known.set(key, files);
		return files;
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
	return ("role" in edit ? edit.role : edit.binding).origin.file;
}

function keyOf(edit: FixEdit): unknown {
	const object = "role" in edit ? edit.role : edit.binding;
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

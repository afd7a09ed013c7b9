import type { AuditPolicy } from "../../model/audit-policy.ts";
import type { View } from "../view.ts";
import { visible } from "../visible.ts";
import { indented } from "../wrap.ts";
import { severityInWords } from "./policy-severity.ts";

/** A policy's page for a terminal: headings strong, code as it is, all else as wide as the terminal. */
export function policyPageText(markdown: string, policy: AuditPolicy, view: View): string {
	const blocks = blocksOf(markdown);
	const [first, ...rest] = blocks;
	const title = first?.kind === "heading" ? [first] : [];
	const body = first?.kind === "heading" ? rest : blocks;
	const head = [`${policy.id} · ${policy.pack} · ${severityInWords(policy)}`, ...sureness(policy)];
	const parts = [
		[
			...title.flatMap((block) => blockLines(block, view)),
			...head.flatMap((line) => quietLines(line, view)),
		],
		...body.map((block) => blockLines(block, view)),
		referenceLines(policy, view),
	];
	const text = parts.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
	return `${text.join("\n\n")}\n`;
}

type Block =
	| { readonly kind: "heading"; readonly text: string }
	/** Lines that keep their breaks: code, tables. */
	| { readonly kind: "kept"; readonly lines: readonly string[] }
	/** Paragraphs and items of lists, each in one line with its mark. */
	| { readonly kind: "prose"; readonly texts: readonly string[] };

/** Blank lines part blocks, but for those inside of code. */
function blocksOf(markdown: string): readonly Block[] {
	const blocks: Block[] = [];
	let lines: string[] = [];
	let fence = "";
	const close = (): void => {
		if (lines.length > 0) blocks.push(blockOf(lines, false));
		lines = [];
	};
	for (const line of markdown.split(/\r?\n/)) {
		const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1] ?? "";
		if (fence !== "") {
			if (mark.startsWith(fence)) {
				blocks.push(blockOf(lines, true));
				lines = [];
				fence = "";
			} else lines.push(line);
		} else if (mark !== "") {
			close();
			fence = mark;
		} else if (/^#{1,6} /.test(line)) {
			close();
			blocks.push({ kind: "heading", text: line.replace(/^#+ /, "") });
		} else if (line.trim() === "") close();
		else lines.push(line);
	}
	if (fence !== "") blocks.push(blockOf(lines, true));
	else close();
	return blocks;
}

function blockOf(lines: readonly string[], isCode: boolean): Block {
	if (isCode || lines.every((line) => line.startsWith("|"))) return { kind: "kept", lines };
	const texts: string[] = [];
	for (const line of lines) {
		const last = texts.at(-1);
		if (last === undefined || /^\s*(?:[-*]|\d+\.) /.test(line)) texts.push(line.trimEnd());
		else texts[texts.length - 1] = `${last} ${line.trim()}`;
	}
	return { kind: "prose", texts };
}

function blockLines(block: Block, view: View): readonly string[] {
	switch (block.kind) {
		case "heading":
			return indented(view.style.paint("strong", visible(block.text)), "", "", view.width);
		case "kept":
			return block.lines.map((line) => `    ${line.split("\t").map(visible).join("  ")}`.trimEnd());
		case "prose":
			return block.texts.flatMap((text) => {
				const mark = /^\s*(?:[-*]|\d+\.) /.exec(text)?.[0] ?? "";
				const said = visible(text.slice(mark.length));
				return indented(said, mark, " ".repeat(mark.length), view.width);
			});
	}
}

function sureness({ confidence, isOptional }: AuditPolicy): readonly string[] {
	return [
		...(confidence === "certain" ? [] : [`confidence: ${confidence}`]),
		...(isOptional ? ["asked only by --only and --pack"] : []),
	];
}

function quietLines(text: string, view: View): readonly string[] {
	return indented(view.style.paint("quiet", visible(text)), "", "  ", view.width);
}

function referenceLines({ references }: AuditPolicy, view: View): readonly string[] {
	const { catalogue, cis, nsa, attack, docs, peers } = references;
	const told = [
		["catalogue", catalogue.join(", ")],
		["CIS Kubernetes Benchmark", cis.join(", ")],
		["NSA and CISA hardening guide", nsa.join(", ")],
		["MITRE ATT&CK", attack.join(", ")],
		[
			"the same in other tools",
			[...peers].map(([tool, ids]) => `${tool} ${ids.join(", ")}`).join("; "),
		],
		...docs.map((page) => ["read", page]),
	] as const;
	return told.flatMap(([label = "", ids = ""]) =>
		ids === "" ? [] : quietLines(`${label}: ${ids}`, view),
	);
}

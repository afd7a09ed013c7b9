import type {
	DraftNamespace,
	DraftSection,
	DraftTest,
	DraftWords,
	SuiteDraft,
} from "../../model/suite-draft.ts";
import { visible } from "../visible.ts";
import { toYaml } from "../yaml.ts";

/** A suite as a file that a person would have written: comments, phrases without quotes, short lists in brackets. */
export function suiteDraftText(draft: SuiteDraft): string {
	const { name, comments, inputs, version, namespaces, subjects, namespace, sections } = draft;
	const cluster: DraftWords = {
		...(version !== undefined && { version }),
		...(namespaces.length > 0 && { namespaces: { known: namespaces } }),
	};
	const lines = [
		...comments.map(commentLine),
		...keyLines("version", "rolecall/v1", ""),
		...keyLines("name", name, ""),
		...keyLines("inputs", inputs, ""),
		...(Object.keys(cluster).length > 0 ? keyLines("cluster", cluster, "") : []),
		...(subjects.size > 0 ? ["subjects:"] : []),
		...[...subjects].flatMap(([alias, subject]) => keyLines(alias, subject, "  ")),
		...(namespace === undefined ? [] : defaultsLines(namespace)),
		"tests:",
		...sections.flatMap(sectionLines),
	];
	return lines.map((line) => `${line}\n`).join("");
}

function defaultsLines({ name, comments }: DraftNamespace): readonly string[] {
	return [...comments.map(commentLine), ...keyLines("defaults", { namespace: name }, "")];
}

/** Tests as the items of a list, one below the other. */
export function draftTestLines(tests: readonly DraftTest[]): readonly string[] {
	return tests.flatMap((test, at) => [...(at > 0 ? [""] : []), ...testLines(test)]);
}

function commentLine(text: string): string {
	return `# ${visible(text)}`;
}

function sectionLines({ title, tests }: DraftSection): readonly string[] {
	const lines = tests.flatMap((test, at) => [
		...(at > 0 && test.comments.length > 0 ? [""] : []),
		...testLines(test),
	]);
	return ["", commentLine(title), ...lines];
}

function testLines({ id, comments, words }: DraftTest): readonly string[] {
	const above = comments.map(commentLine);
	const keys = Object.entries(words);
	if (keys.length === 0) return above;
	return [
		...above,
		`- id: ${scalar(id)}`,
		...keys.flatMap(([key, value]) => keyLines(key, value, "  ")),
	];
}

function keyLines(key: string, value: DraftWords, indent: string): readonly string[] {
	const lead = `${indent}${scalar(key)}:`;
	if (typeof value === "string") return [`${lead} ${scalar(value)}`];
	const isOfMappings = isList(value) && value.some((item) => typeof item !== "string");
	const flow = isOfMappings ? undefined : flowText(value);
	if (flow !== undefined && lead.length + flow.length < widest) return [`${lead} ${flow}`];
	if (isList(value)) return [lead, ...value.flatMap((item) => itemLines(item, indent))];
	return [
		lead,
		...Object.entries(value).flatMap(([name, inner]) => keyLines(name, inner, `${indent}  `)),
	];
}

const widest = 110;

function itemLines(item: DraftWords, indent: string): readonly string[] {
	if (typeof item === "string") return [`${indent}- ${scalar(item)}`];
	if (isList(item)) return [`${indent}- ${toYaml([...item] as string[], "flow").trimEnd()}`];
	const flow = Object.keys(item).length > 1 ? flowText(item) : undefined;
	if (flow !== undefined) return [`${indent}- ${flow}`];
	const lines = Object.entries(item).flatMap(([key, value]) => keyLines(key, value, `${indent}  `));
	return lines.map((line, at) => (at === 0 ? `${indent}- ${line.trimStart()}` : line));
}

/** In brackets, where every word is one that needs no quotes there. */
function flowText(value: DraftWords): string | undefined {
	if (typeof value === "string") return isPlainInFlow(value) ? value : undefined;
	if (isList(value)) {
		const items = value.map(flowText);
		return items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
	}
	const items = Object.entries(value).map(([key, inner]) => {
		const text = flowText(inner);
		return text === undefined || !isPlainInFlow(key) ? undefined : `${key}: ${text}`;
	});
	return items.includes(undefined) ? undefined : `{${items.join(", ")}}`;
}

function isPlainInFlow(text: string): boolean {
	return /^[A-Za-z][\w./@-]*(?::[\w./@-]+)*$/.test(text) && scalar(text) === text;
}

/** A phrase needs no quotes in a block; whatever else could be read in two ways has them. */
const phrase =
	/^[A-Za-z][\w.,/()!*+@$|-]*(?::[\w.,/()!*+@$|-]+)*(?: [\w/.(!*+@$-][\w.,/()!*+@$|-]*)+$/;

function scalar(text: string): string {
	return phrase.test(text) ? text : toYaml(text).trimEnd();
}

function isList(words: DraftWords): words is readonly DraftWords[] {
	return Array.isArray(words);
}

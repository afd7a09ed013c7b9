import type { Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { Origin } from "../../model/origin.ts";
import { yamlLibrary } from "../yaml/yaml-library.ts";
import { endOfLine, flowRemovals, linesOfItems } from "./items.ts";
import type { Replacement } from "./replace-in.ts";
import type { DocumentPlace, ObjectPlace } from "./rule-text.ts";
import { writtenWord } from "./word-replacements.ts";

/** What is to become of one binding. */
export interface BindingEdit {
	readonly origin: Origin;
	/** How many subjects it has, and which of them go. */
	readonly subjects: number;
	readonly gone: ReadonlySet<number>;
	/** The namespace of the RoleBinding that it becomes. */
	readonly inside: string | undefined;
	readonly isDeleted: boolean;
	/** The name of the role that it gives then. */
	readonly role: string | undefined;
}

const shared = "it shares text with something else by a YAML anchor";

/** How the text of a binding changes, by offsets in the clean text; or why it cannot. */
export function bindingReplacements(
	place: ObjectPlace,
	edit: BindingEdit,
): readonly Replacement[] | string {
	if (holdsAnchor(place.map, place)) return shared;
	if (edit.isDeleted) return deletion(place);
	const found: Replacement[] = [];
	for (const part of [
		subjectRemovals(place, edit),
		movedInside(place, edit),
		otherRole(place, edit),
	]) {
		if (typeof part === "string") return part;
		found.push(...part);
	}
	return found.map((one) => shifted(one, place.start));
}

function shifted({ start, end, text }: Replacement, by: number): Replacement {
	return { start: start + by, end: end + by, text };
}

function holdsAnchor(node: Node, { aliased }: DocumentPlace): boolean {
	const { visit, isAlias } = yamlLibrary();
	let holds = false;
	visit(node, {
		Node: (_key, inner) => {
			const anchor = "anchor" in inner ? inner.anchor : undefined;
			if (isAlias(inner) || (typeof anchor === "string" && aliased.has(anchor))) holds = true;
		},
	});
	return holds;
}

/** A document goes whole, an item of a list by its lines. */
function deletion(place: ObjectPlace): readonly Replacement[] | string {
	const { items, whole } = place;
	if (items === undefined) return [{ ...whole, text: "" }];
	const index = items.items.indexOf(place.map);
	if (items.flow === true) {
		return flowRemovals(items, new Set([index])).map((one) => shifted(one, place.start));
	}
	if (items.items.length === 1) return "it is the only item of its list";
	const own = linesOfItems({ ...place, list: items })?.[index];
	if (own === undefined) return "the items of its list do not each begin a line of their own";
	return [shifted({ start: own.start, end: own.end, text: "" }, place.start)];
}

/** Comments stay where a subject goes. */
function subjectRemovals(
	place: ObjectPlace,
	{ subjects, gone }: BindingEdit,
): readonly Replacement[] | string {
	if (gone.size === 0) return [];
	const { isSeq } = yamlLibrary();
	const list = valueIn(place.map, "subjects");
	if (!isSeq(list) || list.items.length !== subjects) {
		return "its subjects are not written one by one";
	}
	return list.flow === true ? flowSubjects(place, list, gone) : blockSubjects(place, list, gone);
}

function flowSubjects(
	{ comments }: ObjectPlace,
	list: YAMLSeq,
	gone: ReadonlySet<number>,
): readonly Replacement[] | string {
	const removals = flowRemovals(list, gone);
	const hasComment = removals.some(({ start, end }) =>
		comments.some(({ at }) => start <= at && at < end),
	);
	return hasComment ? "a comment stands among subjects in brackets" : removals;
}

function blockSubjects(
	place: ObjectPlace,
	list: YAMLSeq,
	gone: ReadonlySet<number>,
): readonly Replacement[] | string {
	const lines = linesOfItems({ ...place, list });
	if (lines === undefined) return "its subjects do not each begin a line of their own";
	return lines.flatMap(({ dash, end, indent }, index) => {
		if (!gone.has(index)) return [];
		const inner = place.comments.filter(({ at }) => dash <= at && at < end);
		const text = inner.map((comment) => `${indent}${comment.text}\n`).join("");
		return [{ start: dash - indent.length, end, text }];
	});
}

function movedInside(place: ObjectPlace, { inside }: BindingEdit): readonly Replacement[] | string {
	if (inside === undefined) return [];
	const { isMap, isScalar } = yamlLibrary();
	const kind = valueIn(place.map, "kind");
	const metadata = valueIn(place.map, "metadata");
	if (!isScalar(kind) || kind.value !== "ClusterRoleBinding")
		return "its kind is not written in it";
	if (!isMap(metadata)) return "its metadata is not written in it";
	const before = valueIn(metadata, "namespace");
	if (isScalar(before)) return [replaced(kind, "RoleBinding"), replaced(before, inside)];
	const name = metadata.items.find(({ key }) => isScalar(key) && key.value === "name");
	if (name === undefined) return "its name is not written in its metadata";
	const pair = name as Pair<Scalar, Scalar>;
	return [replaced(kind, "RoleBinding"), behind(pair, metadata, inside, place.text)];
}

function otherRole({ map }: ObjectPlace, { role }: BindingEdit): readonly Replacement[] | string {
	if (role === undefined) return [];
	const { isMap, isScalar } = yamlLibrary();
	const roleRef = valueIn(map, "roleRef");
	const name = isMap(roleRef) ? valueIn(roleRef, "name") : undefined;
	return isScalar(name) ? [replaced(name, role)] : "the name of its role is not written in it";
}

/** In the quotes that stand there. */
function replaced(scalar: Scalar, word: string): Replacement {
	const [start = 0, end = 0] = scalar.range ?? [];
	const quote = { QUOTE_DOUBLE: '"', QUOTE_SINGLE: "'" }[String(scalar.type)];
	return { start, end, text: quote === undefined ? writtenWord(word) : quote + word + quote };
}

/** The namespace behind the name. */
function behind(
	{ key, value }: Pair<Scalar, Scalar>,
	metadata: YAMLMap,
	namespace: string,
	text: string,
): Replacement {
	const at = value?.range?.[1] ?? 0;
	const isJson = key.type === "QUOTE_DOUBLE";
	const word = isJson ? JSON.stringify(namespace) : writtenWord(namespace);
	const pair = `${isJson ? '"namespace"' : "namespace"}: ${word}`;
	if (metadata.flow === true) return { start: at, end: at, text: `, ${pair}` };
	const from = key.range?.[0] ?? 0;
	const before = text.slice(text.lastIndexOf("\n", from - 1) + 1, from);
	const line = endOfLine(text, at);
	return { start: line, end: line, text: `${before.replace(/[^ \t]/g, " ")}${pair}\n` };
}

/** The value of a field that stands in a mapping once. */
function valueIn(map: YAMLMap, field: string): unknown {
	const { isScalar } = yamlLibrary();
	const pairs = map.items.filter(({ key }) => isScalar(key) && key.value === field);
	return pairs.length === 1 ? pairs[0]?.value : undefined;
}

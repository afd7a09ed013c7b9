import type { Alias, ParsedNode, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { FieldPath } from "../../model/origin.ts";
import { plainKeyText, resolvePlain } from "./resolve-scalar.ts";
import { resolveTagged } from "./resolve-tag.ts";
import { setField } from "./set-field.ts";
import { YamlFault } from "./yaml-fault.ts";

/** A key that stands twice in one mapping; the later one counts. */
export interface Duplicate {
	readonly path: FieldPath;
	readonly first: number;
	readonly second: number;
}

/** Deeper than any Kubernetes object, and shallow enough for whoever walks the value recursively. */
export const deepest = 100;

type Node = ParsedNode | Alias | Scalar | YAMLMap | YAMLSeq | null;

/** Plain data from a parsed document, with keys, tags, merges and aliases as kubectl's conversion to JSON has them. */
export function convertYaml(root: ParsedNode | null): {
	readonly value: unknown;
	readonly duplicates: readonly Duplicate[];
} {
	const conversion = new Conversion();
	const value = conversion.value(root, []);
	return { value, duplicates: conversion.duplicates };
}

interface Anchored {
	readonly node: Node;
	/** Undefined while the node is being converted: an alias then is inside what it names. */
	done: { readonly value: unknown; readonly nodes: number } | undefined;
}

class Conversion {
	readonly duplicates: Duplicate[] = [];
	private readonly anchors = new Map<string, Anchored>();
	/** All nodes, aliases expanded, and those of them that aliases brought in. */
	private nodes = 0;
	private copied = 0;

	value(node: Node, path: FieldPath): unknown {
		this.nodes++;
		if (node === null) return null;
		if (path.length > deepest) {
			throw new YamlFault(
				startOf(node),
				`expected at most ${deepest} levels of nesting`,
				"too-large",
			);
		}
		if ("source" in node && !("value" in node)) return this.anchored(node as Alias).value;
		const before = this.nodes;
		const name = "anchor" in node ? node.anchor : undefined;
		const anchored: Anchored = { node, done: undefined };
		if (name) this.anchors.set(name, anchored);
		const value = this.contents(node, path);
		anchored.done = { value, nodes: this.nodes - before + 1 };
		return value;
	}

	private contents(node: Exclude<Node, null>, path: FieldPath): unknown {
		if (!("items" in node)) return scalarValue(node as Scalar);
		if (isMapping(node)) return this.mapping(node, path);
		return (node as YAMLSeq).items.map((item, index) => this.value(item as Node, [...path, index]));
	}

	private mapping(node: YAMLMap, path: FieldPath): unknown {
		const fields: Record<string, unknown> = {};
		const seen = new Map<string, number>();
		for (const pair of node.items) {
			const key = pair.key as Node;
			if (isMergeKey(key)) {
				this.merge(pair.value as Node, fields, path);
				continue;
			}
			const name = this.key(key, startOf(node));
			const first = seen.get(name);
			const at = key === null ? startOf(node) : startOf(key);
			if (first !== undefined) this.duplicates.push({ path: [...path, name], first, second: at });
			seen.set(name, at);
			setField(fields, name, this.value(pair.value as Node, [...path, name]));
		}
		return fields;
	}

	private key(node: Node, fallback: number): string {
		const value = this.value(node, []);
		const scalar =
			node !== null && "source" in node && !("value" in node)
				? this.anchored(node as Alias).node
				: node;
		if (scalar === null || "items" in scalar || typeof value === "object") {
			throw new YamlFault(
				node === null ? fallback : startOf(node),
				"expected text as the key of a mapping",
			);
		}
		const text = (scalar as Scalar).value as string;
		const name = typeof value === "string" ? value : plainKeyText(text);
		if (name === undefined)
			throw new YamlFault(startOf(scalar), `expected text as a key, found \`${text}\``);
		return name;
	}

	/** go-yaml v2 merges where `<<` stands: what comes later wins, be it a key or another merge. */
	private merge(node: Node, fields: Record<string, unknown>, path: FieldPath): void {
		const sources =
			node !== null && "items" in node && !isMapping(node) ? [...node.items].reverse() : [node];
		for (const source of sources as Node[]) {
			const value = this.value(source, path);
			if (value === null || typeof value !== "object" || Array.isArray(value)) {
				throw new YamlFault(
					source === null ? 0 : startOf(source),
					"expected a mapping or a list of mappings to merge at `<<`",
				);
			}
			for (const [name, field] of Object.entries(value)) setField(fields, name, field);
		}
	}

	private anchored(alias: Alias): { readonly value: unknown; readonly node: Node } {
		const anchored = this.anchors.get(alias.source);
		if (anchored === undefined) {
			throw new YamlFault(
				startOf(alias),
				`no anchor \`&${alias.source}\` before \`*${alias.source}\``,
			);
		}
		if (anchored.done === undefined) {
			throw new YamlFault(startOf(alias), `\`*${alias.source}\` stands inside what it names`);
		}
		this.nodes += anchored.done.nodes;
		this.copied += anchored.done.nodes;
		if (
			this.copied > 100 &&
			this.nodes > 1000 &&
			this.copied / this.nodes > copiedShare(this.nodes)
		) {
			throw new YamlFault(
				startOf(alias),
				"too much of the document is copies made with aliases",
				"too-large",
			);
		}
		return { value: anchored.done.value, node: anchored.node };
	}
}

/** The share of copied nodes go-yaml v2 allows: 99 % in small documents, falling to 10 % in large ones. */
function copiedShare(nodes: number): number {
	const low = 400_000;
	const high = 4_000_000;
	if (nodes <= low) return 0.99;
	return nodes >= high ? 0.1 : 0.99 - 0.89 * ((nodes - low) / (high - low));
}

function isMapping(node: YAMLMap | YAMLSeq): node is YAMLMap {
	return node.constructor.name === "YAMLMap";
}

function isMergeKey(key: Node): boolean {
	if (key === null || "items" in key || !("value" in key) || key.value !== "<<") return false;
	return key.tag === undefined ? key.type === "PLAIN" : key.tag === "tag:yaml.org,2002:merge";
}

function scalarValue(node: Scalar): unknown {
	const text = node.value as string;
	if (node.tag === undefined && node.type !== "PLAIN") return text;
	const value = node.tag === undefined ? resolvePlain(text) : resolveTagged(node.tag, text);
	if (value === undefined) throw new YamlFault(startOf(node), `\`${text}\` is no ${node.tag}`);
	if (typeof value === "number" && !Number.isFinite(value)) {
		throw new YamlFault(startOf(node), `\`${text}\` has no form in JSON, which kubectl sends`);
	}
	return value;
}

export function startOf(node: Exclude<Node, null>): number {
	return node.range?.[0] ?? 0;
}

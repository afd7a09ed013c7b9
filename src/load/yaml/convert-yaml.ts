import type { Alias, Node, Pair, Scalar, YAMLMap } from "yaml";
import type { FieldPath } from "../../model/origin.ts";
import { deepest } from "../deepest.ts";
import { checkAnchor, checkKey, checkScalar } from "./kubectl-refusals.ts";
import { plainKeyText, resolvePlain } from "./resolve-scalar.ts";
import { resolveTagged } from "./resolve-tag.ts";
import { setField } from "./set-field.ts";
import { YamlFault } from "./yaml-fault.ts";
import { yamlLibrary } from "./yaml-library.ts";

/** A key that stands twice in one mapping; the later one counts. */
export interface Duplicate {
	readonly path: FieldPath;
	readonly first: number;
	readonly second: number;
}

/** Plain data from a parsed document, with keys, tags, merges and aliases as kubectl's conversion to JSON has them. */
export function convertYaml(
	root: Node | null,
	text: string,
): { readonly value: unknown; readonly duplicates: readonly Duplicate[] } {
	const conversion = new Conversion(text);
	const value = conversion.value(root, [], false);
	return { value, duplicates: conversion.duplicates };
}

interface Anchored {
	readonly node: Node;
	/** Undefined while the node is being converted: an alias then stands inside what it names. */
	done: { readonly value: unknown; readonly nodes: number; readonly height: number } | undefined;
}

class Conversion {
	readonly duplicates: Duplicate[] = [];
	private readonly text: string;
	private readonly library = yamlLibrary();
	private readonly anchors = new Map<string, Anchored>();
	/** All nodes, aliases expanded, and those of them that aliases brought in. */
	private nodes = 0;
	private copied = 0;
	/** The deepest level met since the node in hand was entered. */
	private reach = 0;

	constructor(text: string) {
		this.text = text;
	}

	value(node: Node | null, path: FieldPath, flow: boolean): unknown {
		this.nodes++;
		if (node === null) return null;
		this.goDown(node, path.length);
		if (this.library.isAlias(node)) return this.copy(node, path.length);
		const outer = this.reach;
		this.reach = path.length;
		const before = this.nodes;
		const anchored: Anchored = { node, done: undefined };
		const name = "anchor" in node ? node.anchor : undefined;
		if (name !== undefined) {
			checkAnchor(name, "&", startOf(node));
			this.anchors.set(name, anchored);
		}
		const value = this.contents(node, path, flow);
		anchored.done = { value, nodes: this.nodes - before + 1, height: this.reach - path.length };
		this.reach = Math.max(outer, this.reach);
		return value;
	}

	private goDown(node: Node, level: number): void {
		this.reach = Math.max(this.reach, level);
		if (level > deepest) {
			throw new YamlFault(
				startOf(node),
				`expected at most ${deepest} levels of nesting`,
				"too-large",
			);
		}
	}

	private contents(node: Node, path: FieldPath, flow: boolean): unknown {
		const { isMap, isSeq } = this.library;
		if (isMap(node)) return this.mapping(node, path);
		if (isSeq(node)) {
			const inFlow = node.flow === true;
			return node.items.map((item, index) => this.value(asNode(item), [...path, index], inFlow));
		}
		checkScalar(this.text, node as Scalar, flow);
		return scalarValue(node as Scalar);
	}

	private mapping(node: YAMLMap, path: FieldPath): unknown {
		const fields: Record<string, unknown> = {};
		const seen = new Map<string, number>();
		for (const pair of node.items) {
			checkKey(this.text, pair, node.flow === true);
			if (isMergeKey(pair)) {
				this.merge(asNode(pair.value), fields, path, startOf(asNode(pair.key)));
				continue;
			}
			const at = startOf(asNode(pair.key) ?? node);
			const name = this.key(asNode(pair.key), at, node.flow === true);
			const first = seen.get(name);
			if (first !== undefined) this.duplicates.push({ path: [...path, name], first, second: at });
			seen.set(name, at);
			setField(fields, name, this.value(asNode(pair.value), [...path, name], node.flow === true));
		}
		return fields;
	}

	private key(node: Node | null, at: number, flow: boolean): string {
		const value = this.value(node, [], flow);
		const scalar = this.library.isAlias(node) ? this.anchored(node).node : node;
		if (!this.library.isScalar(scalar)) {
			throw new YamlFault(at, "expected text as the key of a mapping");
		}
		const text = scalar.value as string;
		const name = typeof value === "string" ? value : plainKeyText(text);
		if (name === undefined) throw new YamlFault(at, `expected text as a key, found \`${text}\``);
		return name;
	}

	/** go-yaml v2 merges where `<<` stands: what comes later wins, be it a key or another merge. */
	private merge(
		node: Node | null,
		fields: Record<string, unknown>,
		path: FieldPath,
		at: number,
	): void {
		const sources = this.library.isSeq(node) ? node.items.toReversed() : [node];
		for (const source of sources) {
			const value = this.value(asNode(source), path, false);
			if (value === null || typeof value !== "object" || Array.isArray(value)) {
				throw new YamlFault(at, "expected a mapping, or a list of mappings, to merge at `<<`");
			}
			for (const [name, field] of Object.entries(value)) setField(fields, name, field);
		}
	}

	private copy(alias: Alias, level: number): unknown {
		const { done } = this.anchored(alias);
		if (done === undefined) {
			throw new YamlFault(startOf(alias), `\`*${alias.source}\` stands inside what it names`);
		}
		this.goDown(alias, level + done.height);
		this.nodes += done.nodes;
		this.copied += done.nodes;
		const share = this.copied / this.nodes;
		if (this.copied > 100 && this.nodes > 1000 && share > largestShare(this.nodes)) {
			const message = "too much of the document is copies made with aliases";
			throw new YamlFault(startOf(alias), message, "too-large");
		}
		return done.value;
	}

	private anchored(alias: Alias): Anchored {
		checkAnchor(alias.source, "*", startOf(alias));
		const anchored = this.anchors.get(alias.source);
		if (anchored !== undefined) return anchored;
		throw new YamlFault(
			startOf(alias),
			`\`*${alias.source}\` refers to an anchor that is not set before it; quote it if it is text`,
		);
	}
}

/** The share of copied nodes go-yaml v2 allows: 99 % in small documents, falling to 10 % in large ones. */
function largestShare(nodes: number): number {
	const low = 400_000;
	const high = 4_000_000;
	if (nodes <= low) return 0.99;
	return nodes >= high ? 0.1 : 0.99 - 0.89 * ((nodes - low) / (high - low));
}

function isMergeKey(pair: Pair): boolean {
	const key = pair.key as Partial<Scalar> | null;
	if (key?.value !== "<<") return false;
	return key.tag === undefined ? key.type === "PLAIN" : key.tag === "tag:yaml.org,2002:merge";
}

function scalarValue(node: Scalar): unknown {
	const text = node.value as string;
	if (node.tag === undefined && node.type !== "PLAIN") return text;
	const value = node.tag === undefined ? resolvePlain(text) : resolveTagged(node.tag, text);
	if (value === undefined) {
		const tag = node.tag?.replace("tag:yaml.org,2002:", "!!") ?? "";
		throw new YamlFault(startOf(node), `expected a value of type \`${tag}\`, found \`${text}\``);
	}
	if (typeof value === "number" && !Number.isFinite(value)) {
		throw new YamlFault(
			startOf(node),
			`\`${text}\` cannot be sent as JSON; quote it if it is text`,
		);
	}
	return value;
}

/** What stands in a parsed document are nodes, or null for a value left out. */
function asNode(value: unknown): Node | null {
	return (value ?? null) as Node | null;
}

function startOf(node: Node | null): number {
	return node?.range?.[0] ?? 0;
}

import type { Cell, Matrix, MatrixRow } from "../model/answer.ts";
import type { Catalog } from "../model/catalog.ts";
import { requestVerbs } from "../model/request.ts";
import type { Side } from "../model/statement.ts";
import { compareText } from "../model/text-order.ts";
import { pathBoxes, sidesOf } from "../sets/boxes.ts";
import { meetsProduct } from "../sets/meets-product.ts";
import { namespacesIn } from "../sets/namespaces-in.ts";
import type { Node } from "../sets/nodes.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { PermissionSets } from "../sets/permission-sets.ts";
import type { ResourceSides } from "../sets/products.ts";
import { anyWord, type Dimension, levelOf } from "../sets/space.ts";
import type { MatrixQuestion } from "./matrix.ts";
import { pathTarget, targetFor } from "./matrix-targets.ts";

/** What of a question some permissions answer: the namespaces, verbs and resources that they name one by one. */
export function limitsOf(
	sets: PermissionSets,
	set: PermissionSet,
	catalog: Catalog,
): Pick<MatrixQuestion, "namespaces" | "verbs" | "targets"> {
	const namespaces = namespacesIn(set);
	const wherever = sets.inAnyNamespace(set);
	const tuples = wordsAlong(wherever, wherever.resources, ["apiGroup", "resource", "subresource"]);
	const paths = pathBoxes(set);
	const verbs = verbsOf([
		...verbSides(wherever, wherever.resources),
		...paths.map(({ verb }) => verb),
	]);
	return {
		namespaces:
			namespaces === undefined ? [] : [...new Set(set.hasPaths ? ["", ...namespaces] : namespaces)],
		verbs: verbs ?? [],
		targets:
			tuples === undefined
				? []
				: [
						...tuples.map(([group = "", resource = "", subresource = ""]) =>
							targetFor(catalog, group, resource, subresource),
						),
						...paths.map(({ path }) => pathTarget(path.isPrefix ? `${path.text}*` : path.text)),
					],
	};
}

/** The words of some parts together; undefined when there are infinitely many. */
function wordsAlong(
	set: PermissionSet,
	node: Node,
	[dimension, ...rest]: readonly Dimension[],
): readonly (readonly string[])[] | undefined {
	if (dimension === undefined) return [[]];
	const found: (readonly string[])[] = [];
	for (const { side, child } of sidesOf(set.space, node, levelOf[dimension])) {
		const below = wordsAlong(set, child, rest);
		if (below === undefined || "except" in side) return undefined;
		for (const word of side.only) found.push(...below.map((words) => [word, ...words]));
	}
	return found.sort((one, other) => compareText(one.join("\0"), other.join("\0")));
}

function verbSides(set: PermissionSet, from: Node): readonly Side[] {
	const { space } = set;
	const seen = new Set<Node>();
	const sides: Side[] = [];
	const visit = (node: Node, level: number): void => {
		const key = node * 8 + level;
		if (seen.has(key)) return;
		seen.add(key);
		for (const { side, child } of sidesOf(space, node, level)) {
			if (level === levelOf.verb) sides.push(side);
			else visit(child, level + 1);
		}
	};
	visit(from, levelOf.apiGroup);
	return sides;
}

/** In the order of tables; undefined when any verb may be. */
function verbsOf(sides: readonly Side[]): readonly string[] | undefined {
	if (sides.some((side) => "except" in side)) return undefined;
	const named = new Set(sides.flatMap((side) => ("only" in side ? side.only : [])));
	const usual = requestVerbs.filter((verb) => named.delete(verb));
	return [...usual, ...[...named].sort(compareText)];
}

/** A matrix without what lies outside of some permissions; rows that then say nothing are left out. */
export function matrixWithin(sets: PermissionSets, matrix: Matrix, set: PermissionSet): Matrix {
	const wherever = sets.inAnyNamespace(set);
	const isOpen = matrix.gaps.some(({ kind }) => kind === "missing-role");
	const says = (cell: Cell): boolean =>
		cell === "yes" || cell === "named" || cell === "dead" || (cell === "unknown" && isOpen);
	const rows = matrix.rows
		.map((row) => rowWithin(sets, row, matrix.verbs, row.namespace === "" ? wherever : set))
		.filter(({ cells }) => cells.some(says));
	return { ...matrix, rows };
}

function rowWithin(
	sets: PermissionSets,
	row: MatrixRow,
	verbs: readonly string[],
	set: PermissionSet,
): MatrixRow {
	const isAsked = (verb: string, name?: string): boolean => {
		const side = verb === "*" ? anyWord : { only: [verb] };
		if (row.path !== undefined) return set.meets(sets.pathRequests(side, [row.path]));
		const named = name === undefined ? {} : { name: { only: [name] } };
		return meetsProduct(set, { ...sidesOfRow(row), ...named, verb: side });
	};
	const cells = row.cells.map((cell, index): Cell => {
		const verb = verbs[index] ?? "*";
		if (cell === "absent" || !isAsked(verb)) return cell === "absent" ? cell : "unasked";
		const isNamed = cell !== "named" || row.names.some((name) => isAsked(verb, name));
		return isNamed ? cell : "no";
	});
	const named = verbs.filter((_, index) => cells[index] === "named");
	const names = row.names.filter((name) => named.some((verb) => isAsked(verb, name)));
	return { ...row, cells, names };
}

/** What bindings of the whole cluster give counts in every namespace; a star stands for any word. */
function sidesOfRow({ namespace, resource }: MatrixRow): ResourceSides {
	const { apiGroup, resource: plural, subresource } = resource;
	return {
		...(namespace !== "" && { namespace: { only: [namespace] } }),
		apiGroup: starred(apiGroup),
		resource: starred(plural),
		// A row of the star stands for subresources too.
		subresource: plural === "*" && subresource === "" ? anyWord : { only: [subresource] },
	};
}

function starred(word: string): Side {
	return word === "*" ? anyWord : { only: [word] };
}

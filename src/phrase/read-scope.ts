import { didYouMean } from "../model/did-you-mean.ts";
import type { NamespaceTerms, Scope, Word } from "./phrase.ts";
import type { Scanner } from "./scanner.ts";

const keywords = ["in", "outside", "cluster-wide", "everywhere"];
const stops = /[\s,|"()[\]!]/;

/** Where a permission counts; undefined when a phrase ends before it says so. */
export function readScope(scanner: Scanner): Scope | undefined {
	scanner.skipBlanks();
	if (scanner.isAtEnd || scanner.next === ",") return undefined;
	const from = scanner.at;
	const word = scanner.run(/[\s,]/);
	switch (word) {
		case "cluster-wide":
		case "everywhere":
			return { kind: word, ...scanner.span(from) };
		case "in":
		case "outside": {
			scanner.skipBlanks();
			const namespaces = readNamespaces(scanner, word);
			return { kind: word, namespaces, ...scanner.span(from) };
		}
		default: {
			scanner.at = from;
			const meant = didYouMean(word, keywords);
			const expected =
				"`in NAMESPACE`, `outside NAMESPACE`, `cluster-wide`, `everywhere` or the end";
			return scanner.fail(
				`expected ${expected}, found \`${word.slice(0, 60)}\`${meant}`,
				from,
				word.length,
			);
		}
	}
}

function readNamespaces(scanner: Scanner, keyword: "in" | "outside"): NamespaceTerms {
	if (scanner.match(/own\s+namespace(?=\s|,|$)/y) !== undefined) return { kind: "own" };
	if (scanner.next === "[") {
		const length = scanner.run(/\]/).length;
		return scanner.fail(
			`expected names of namespaces after \`${keyword}\`, found a label selector: manifests do not hold the labels of every namespace`,
			scanner.at - length,
			length + 1,
		);
	}
	if (scanner.match(/\*(?=\s|,\s|,?$)/y) !== undefined) return { kind: "every" };
	const isExcept = scanner.take("!");
	const namespaces: Word[] = [];
	do {
		namespaces.push(readNamespace(scanner, keyword));
	} while (!scanner.isAfterWord && (scanner.take(",") || scanner.take("|")));
	if (!scanner.isAfterWord) scanner.failExpecting("a blank, a comma or the end");
	return { kind: "listed", isExcept, namespaces };
}

/** One namespace or glob, alone: for named sets of namespaces. */
export function readNamespaceWord(scanner: Scanner): Word {
	return readNamespace(scanner, "in");
}

function readNamespace(scanner: Scanner, keyword: string): Word {
	const from = scanner.at;
	if (scanner.next === "!") {
		scanner.fail("expected the `!` before the first namespace: it is about all of them", from, 1);
	}
	const word = scanner.word(stops, `a namespace after \`${keyword}\``);
	const { length } = word;
	if (word.kind === "word" && (word.text === "*" || word.text === "any")) {
		const quoted = word.text === "any" ? '; one of that name is `"any"`' : "";
		scanner.fail(`expected a namespace: every namespace is \`in *\`, alone${quoted}`, from, length);
	}
	if (word.text === "") {
		scanner.fail("expected a namespace: without one is `cluster-wide`", from, length);
	}
	return word;
}

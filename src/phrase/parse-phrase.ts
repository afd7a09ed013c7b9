import type { Names, Phrase, ResourceTerm, Target, Term, Word } from "./phrase.ts";
import { orPhraseError, type PhraseError } from "./phrase-error.ts";
import { readScope } from "./read-scope.ts";
import { Scanner } from "./scanner.ts";

/** Reads a permission phrase such as `get,list secrets outside payments`; an error says where in the text. */
export function parsePhrase(
	text: string,
): { readonly phrase: Phrase } | { readonly error: PhraseError } {
	return orPhraseError(() => {
		const scanner = new Scanner(text);
		const phrase = readPhrase(scanner);
		if (scanner.isAtEnd) return { phrase };
		return scanner.next === ","
			? scanner.fail(
					"expected one permission; a list has no blanks around its commas",
					scanner.at,
					1,
				)
			: scanner.failExpecting("nothing more");
	});
}

/** One permission, up to the end or to a comma and a blank. */
export function readPhrase(scanner: Scanner): Phrase {
	scanner.skipBlanks();
	const from = scanner.at;
	const verbs = readList(scanner, () => readVerb(scanner));
	const words = scanner.text.slice(from, scanner.at);
	if (scanner.next === ",") {
		const mended = scanner.isAtEnd ? words : `${words},…`;
		const how = `a list has no blanks: \`${mended.slice(0, 60)}\``;
		scanner.fail(
			`expected a resource or a /path after the verbs, found \`,\`; ${how}`,
			scanner.at,
			1,
		);
	}
	scanner.skipBlanks();
	if (scanner.isAtEnd) {
		scanner.fail(
			`expected a resource or a /path after \`${words.slice(0, 60)}\`, found nothing`,
			from,
			words.length,
		);
	}
	const target = readTarget(scanner);
	const scope = readScope(scanner);
	scanner.skipBlanks();
	return { verbs, target, scope };
}

/** The items between commas or bars; a comma that a blank follows belongs to what is around the list. */
function readList<T>(scanner: Scanner, read: () => T): readonly T[] {
	const items = [read()];
	while (!scanner.isAfterWord && /[,|]/.test(scanner.next)) {
		scanner.at += 1;
		items.push(read());
	}
	return items;
}

/** One verb, alone: for named sets of verbs. */
export function readVerb(scanner: Scanner): Term {
	const from = scanner.at;
	const isLiteral = scanner.match(/verb:/y) !== undefined;
	const term = scanner.term(/[\s,|"()]/, "a verb such as `get`");
	if (!scanner.isAfterWord && !/[,|]/.test(scanner.next)) {
		scanner.failExpecting("a blank after the verbs");
	}
	if (!isLiteral) return term;
	const text =
		term.kind === "any" ? scanner.text.slice(from + "verb:".length, scanner.at) : term.text;
	return { kind: "literal", text, ...scanner.span(from) };
}

/** What a phrase is about, alone: for named sets of resources. */
export function readTarget(scanner: Scanner): Target {
	const isPaths = isPathAhead(scanner);
	const end = (): void => {
		if (!scanner.isAfterWord && !/[,|]/.test(scanner.next)) {
			scanner.failExpecting("a blank, a comma or the end");
		}
		if (!scanner.isAfterWord && isPathAhead(scanner, 1) !== isPaths) {
			scanner.at += 1;
			scanner.failExpecting(
				isPaths
					? "another /path: resources are a phrase of their own"
					: "another resource: paths are a phrase of their own",
			);
		}
	};
	if (isPaths) {
		const paths = readList(scanner, () => {
			const path = scanner.word(/[\s,|"]/, "a /path");
			end();
			return path;
		});
		return { kind: "paths", paths };
	}
	const resources = readList(scanner, () => {
		const resource = readResource(scanner);
		end();
		return resource;
	});
	return { kind: "resources", resources };
}

function isPathAhead({ text, at }: Scanner, skipping = 0): boolean {
	return /^"?\//.test(text.slice(at + skipping, at + skipping + 2));
}

function readResource(scanner: Scanner): ResourceTerm {
	const from = scanner.at;
	const resource = scanner.term(/[\s,|"()./]/, "a resource such as `pods`");
	const group = scanner.take(".")
		? scanner.term(/[\s,|"()/]/, "an API group after the dot (`core` is the one without a name)")
		: undefined;
	const subresource = scanner.take("/")
		? scanner.term(/[\s,|"()]/, "a subresource after the slash")
		: undefined;
	const names = scanner.take("(") ? readNames(scanner) : undefined;
	return { resource, group, subresource, names, ...scanner.span(from) };
}

function readNames(scanner: Scanner): Names {
	const isExcept = scanner.take("!");
	if (scanner.take(")")) return { isExcept, names: [] };
	const names: Word[] = [];
	do {
		names.push(scanner.word(/[\s,|"()]/, "an object's name"));
	} while (scanner.take(",") || scanner.take("|"));
	if (!scanner.take(")")) scanner.failExpecting("a closing `)` after the names");
	return { isExcept, names };
}

import { globMatches } from "../model/glob-matches.ts";
import { namespaceWarnings, usualNamespaces } from "../model/namespace-warnings.ts";
import type { Side } from "../model/statement.ts";
import { compareText } from "../model/text-order.ts";
import { anyWord } from "../sets/space.ts";
import type { Scope, Word } from "./phrase.ts";
import { PhraseError } from "./phrase-error.ts";
import type { PhraseWorld } from "./phrase-world.ts";
import { readNamespaceWord } from "./read-scope.ts";
import type { Remarks } from "./remarks.ts";
import { setMembers } from "./set-members.ts";

/** The namespaces of the requests that a scope means; "" is those without one. */
export function namespacesMeant(scope: Scope, world: PhraseWorld, remarks: Remarks): Side {
	switch (scope.kind) {
		case "cluster-wide":
			return { only: [""] };
		case "everywhere":
			return anyWord;
		case "in":
			return inside(scope, world, remarks);
		case "outside": {
			const side = inside(scope, world, remarks);
			return "only" in side ? { except: side.only } : { only: side.except };
		}
	}
}

function inside(
	scope: Extract<Scope, { kind: "in" | "outside" }>,
	world: PhraseWorld,
	remarks: Remarks,
): Side {
	const { namespaces } = scope;
	switch (namespaces.kind) {
		case "every":
			return { except: [""] };
		case "own":
			if (world.ownNamespace !== undefined) return { only: [world.ownNamespace] };
			throw new PhraseError(
				"`own namespace` is that of an account, and no account is asked about here: name the namespace",
				scope,
			);
		case "listed": {
			const words = namespaces.namespaces.flatMap(
				(word) =>
					setMembers(world, word, readNamespaceWord)?.map((one) => ({
						...one,
						...spanOf(word),
					})) ?? [word],
			);
			const names = [...new Set(words.flatMap((word) => namesMeant(word, world, remarks)))];
			return namespaces.isExcept ? { except: ["", ...names] } : { only: names };
		}
	}
}

function spanOf({ column, length }: Word): { readonly column: number; readonly length: number } {
	return { column, length };
}

/** One namespace, or those known that a glob matches. */
export function namesMeant(word: Word, world: PhraseWorld, remarks: Remarks): readonly string[] {
	const { text } = word;
	if (word.kind === "literal" || !text.includes("*")) {
		for (const warning of namespaceWarnings(world, text)) remarks.warn(warning);
		return [text];
	}
	const known = [...new Set([...world.namespaces, ...usualNamespaces])].sort(compareText);
	const found = known.filter((namespace) => globMatches(text, namespace));
	if (found.length === 0) {
		const some = known.slice(0, 5).join(", ");
		const more = known.length > 5 ? `, … ${known.length - 5} more` : "";
		throw new PhraseError(`no known namespace matches \`${text}\`: there are ${some}${more}`, word);
	}
	const listed = found.slice(0, 5).join(", ");
	const more = found.length > 5 ? `, … ${found.length - 5} more` : "";
	remarks.note(
		`\`${text}\` means the known namespaces ${listed}${more}: RBAC has no globs, so later ones are not among them`,
	);
	return found;
}

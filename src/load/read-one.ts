import { readFileSync } from "node:fs";
import { type Document, readDocuments } from "./documents.ts";
import type { FieldProblem } from "./fields.ts";

interface ReadDocument {
	/** Undefined where there is none. */
	readonly document: Document | undefined;
	readonly problems: readonly FieldProblem[];
	/** It holds nothing but comments, which is told. */
	readonly isEmpty: boolean;
}

/**
 * The one document of a file; why there is none is told. `what` it holds: `suite`, `policy`. `text` is what is in the
 * file, where that is known.
 */
export function readOne(what: string, file: string, text?: string): ReadDocument {
	const problems: FieldProblem[] = [];
	const fail = (message: string, place: FieldProblem["place"] = { file }): void => {
		problems.push({ severity: "error", message, place });
	};
	const documents: Document[] = [];
	try {
		readDocuments(file, text ?? readFileSync(file, "utf8"), {
			document: (document) => documents.push(document),
			problem: ({ message, origin: at, path }) => fail(message, { file, ...at.at(path) }),
			unread: () => {},
		});
	} catch (error) {
		fail(`the ${what} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
	}
	const [document, second] = documents;
	if (second !== undefined) fail(`expected one ${what} a file`, { file, ...second.origin.at([]) });
	const isEmpty = document === undefined && problems.length === 0;
	if (isEmpty) fail(`the ${what} is empty`);
	return { document, problems, isEmpty };
}

import type { Request } from "../model/request.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import { type QuestionWords, questionOf } from "./question.ts";

/**
 * A request as a command line of `rolecall can`, without the program's name: read back, it asks exactly this. Undefined
 * for requests that no client sends, which no words ask about.
 */
export function canWords(
	snapshot: Snapshot,
	subject: Subject,
	request: Request,
): readonly string[] | undefined {
	const found = candidates(request).find((words) => asks(snapshot, words, request));
	if (found === undefined) return undefined;
	const { verb, target, name, namespace, allNamespaces } = found;
	return [
		...["can", verb, target],
		...(name === undefined ? [] : [name]),
		...["--as", formatSubject(subject)],
		...(namespace === undefined ? [] : ["-n", namespace]),
		...(allNamespaces === true ? ["-A"] : []),
	];
}

function candidates(request: Request): readonly QuestionWords[] {
	const { verb } = request;
	if (request.kind === "path") return [{ verb, target: request.path }];
	const { resource, apiGroup, subresource, name, namespace } = request;
	const grouped = apiGroup === "" ? resource : `${resource}.${apiGroup}`;
	const plain = {
		verb,
		target: subresource === "" ? grouped : `${grouped}/${subresource}`,
		...(name !== "" && { name }),
	};
	if (namespace === "") return [plain, { ...plain, allNamespaces: true }];
	return [{ ...plain, namespace }, plain];
}

/** Words that are read with a warning are none to show. */
function asks(snapshot: Snapshot, words: QuestionWords, request: Request): boolean {
	const read = questionOf(snapshot, words);
	return "request" in read && keyOf(read.request) === keyOf(request);
}

function keyOf(request: Request): string {
	if (request.kind === "path") return JSON.stringify([request.verb, request.path]);
	const { verb, apiGroup, resource, subresource, namespace, name } = request;
	return JSON.stringify([verb, apiGroup, resource, subresource, namespace, name]);
}

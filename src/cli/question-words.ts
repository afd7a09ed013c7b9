import type { QuestionWords } from "../answer/question.ts";
import { UsageError } from "./usage-error.ts";

export interface ScopeOptions {
	readonly namespace?: string;
	readonly allNamespaces?: boolean;
	readonly subresource?: string;
}

/** The question as typed, from arguments and options. */
export function questionWords(
	verb: string,
	target: string,
	name: string | undefined,
	options: ScopeOptions,
): QuestionWords {
	const { namespace, allNamespaces, subresource } = options;
	if (namespace !== undefined && allNamespaces === true) {
		throw new UsageError("-n asks about one namespace and -A about all: give one of them");
	}
	return {
		verb,
		target,
		...(name !== undefined && { name }),
		...(subresource !== undefined && { subresource }),
		...(namespace !== undefined && { namespace }),
		...(allNamespaces !== undefined && { allNamespaces }),
	};
}

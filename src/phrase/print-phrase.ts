import type {
	Names,
	NamespaceTerms,
	Phrase,
	ResourceTerm,
	Scope,
	Target,
	Term,
	Word,
} from "./phrase.ts";

/** A phrase in its usual spelling, which reads back as the same phrase. */
export function printPhrase({ verbs, target, scope }: Phrase): string {
	const where = scope === undefined ? "" : ` ${printScope(scope)}`;
	return `${verbs.map(printVerb).join(",")} ${printTarget(target)}${where}`;
}

function printVerb(verb: Term): string {
	const isPlain = verb.kind === "literal" && /^[^\s,|"()]+$/.test(verb.text);
	return isPlain ? `verb:${verb.text}` : printTerm(verb);
}

function printTarget(target: Target): string {
	return target.kind === "paths"
		? target.paths.map(printTerm).join(",")
		: target.resources.map(printResource).join(",");
}

function printResource({ resource, group, subresource, names }: ResourceTerm): string {
	const suffixes = [
		group === undefined ? "" : `.${printTerm(group)}`,
		subresource === undefined ? "" : `/${printTerm(subresource)}`,
		names === undefined ? "" : printNames(names),
	];
	return `${printTerm(resource)}${suffixes.join("")}`;
}

function printNames({ isExcept, names }: Names): string {
	return `(${isExcept ? "!" : ""}${names.map(printTerm).join(",")})`;
}

function printScope(scope: Scope): string {
	switch (scope.kind) {
		case "cluster-wide":
		case "everywhere":
			return scope.kind;
		case "in":
		case "outside":
			return `${scope.kind} ${printNamespaces(scope.namespaces)}`;
	}
}

function printNamespaces(terms: NamespaceTerms): string {
	switch (terms.kind) {
		case "every":
			return "*";
		case "own":
			return "own namespace";
		case "listed":
			return `${terms.isExcept ? "!" : ""}${terms.namespaces.map(printTerm).join(",")}`;
	}
}

function printTerm(term: Term | Word): string {
	switch (term.kind) {
		case "any":
			return "any";
		case "word":
			return term.text;
		case "literal":
			return JSON.stringify(term.text);
	}
}

import { type Catalog, type CatalogResource, findResource } from "../model/catalog.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import type { Term } from "./phrase.ts";
import { PhraseError } from "./phrase-error.ts";
import type { Remarks } from "./remarks.ts";

type PlainWord = Extract<Term, { kind: "word" }>;

/**
 * The resource that a plain word means, or an error with the groups to choose from. Kubernetes' own comes before
 * somebody else's of that name, and core `events` before the newer ones, as kubectl has it.
 */
export function plainResource(
	word: PlainWord,
	verbs: readonly string[],
	catalog: Catalog,
	remarks: Remarks,
): CatalogResource {
	const matches = findResource(catalog, word.text).map(({ resource }) => resource);
	const [first, ...more] = matches;
	if (first === undefined) throw unknownResource(word, catalog);
	// Few know of what is only ever authorized, and nobody means it by a plain `nodes`.
	const others = more.filter(
		({ virtual, offByDefault }) => virtual !== true && offByDefault !== true,
	);
	const all = [first, ...others];
	const own = all.find(isKubernetesOwn);
	const row = onlyAuthorized(matches, verbs) ?? own ?? first;
	const rest = all.filter((one) => one !== row);
	const same = rest.filter(({ kind }) => kind === row.kind);
	if (!isKubernetesOwn(row) && same.length > 0) {
		const choices = [row, ...same].map((one) => `\`${qualified(one)}\``).join(", ");
		throw new PhraseError(
			`\`${word.text}\` is in several API groups: expected one of ${choices}, or \`${row.resource}.any\` for all`,
			word,
		);
	}
	if (rest.length > 0) {
		remarks.note(
			`\`${word.text}\` means ${qualified(row)} here; it could also mean ${rest.map(qualified).join(", ")}`,
		);
	}
	return row;
}

/** `impersonate users` is about what is only ever authorized, also where OpenShift serves users and lists the verb. */
function onlyAuthorized(
	rows: readonly CatalogResource[],
	verbs: readonly string[],
): CatalogResource | undefined {
	if (verbs.length === 0) return undefined;
	return rows.find(
		(row) => row.virtual === true && verbs.every((verb) => row.verbs.includes(verb)),
	);
}

/** Others' API groups have a domain of their own: https://kubernetes.io/docs/reference/using-api/#api-groups */
function isKubernetesOwn({ group }: CatalogResource): boolean {
	return !group.includes(".") || group.endsWith(".k8s.io");
}

function unknownResource(word: PlainWord, catalog: Catalog): PhraseError {
	const names = catalog.resources.flatMap((row) => [row.resource, ...row.shortNames]);
	const hint =
		didYouMean(word.text, names) ||
		"; one of a CRD that is not in the input is written with its API group";
	return new PhraseError(`the server has no resource type \`${word.text}\`${hint}`, word);
}

/** With the group also where it is the one without a name. */
function qualified({ resource, group }: CatalogResource): string {
	return `${resource}.${group === "" ? "core" : group}`;
}

import { didYouMean } from "../model/did-you-mean.ts";
import type { SuiteText } from "../model/suite.ts";
import type { Who } from "./claim.ts";
import type { SuiteWords } from "./suite-words.ts";

/** A role as bound in a namespace that the input knows, or everywhere. */
export function roleIn(
	words: SuiteWords,
	role: SuiteText,
	placed: SuiteText | undefined,
): Extract<Who, { kind: "role" }> | undefined {
	const who = words.role(role);
	if (who === undefined || placed === undefined) return who;
	const { text: namespace, place } = placed;
	const own = who.role.role.namespace;
	const known = words.world.phrases.namespaces;
	if (own !== "" && own !== namespace) {
		words.fail(place, `\`${role.text}\` can only be bound in \`${own}\``);
	} else if (!known.includes(namespace)) {
		const hint = didYouMean(namespace, known);
		words.fail(place, `namespace \`${namespace}\` appears nowhere in the input${hint}`);
	}
	return { ...who, name: `${who.name} in ${namespace}`, namespace };
}

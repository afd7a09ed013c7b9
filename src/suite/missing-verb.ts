import { compilePhrase } from "../phrase/compile-phrase.ts";
import type { Phrase } from "../phrase/phrase.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** That a resource has no such verb, where a phrase is about nothing else. */
export function missingVerb(phrase: Phrase, world: SuiteWorld): string | undefined {
	const compiled = compilePhrase(world.sets, phrase, world.phrases);
	if ("error" in compiled) return undefined;
	const { effective, latent } = world.requestable.partsOf(compiled.set);
	if (!effective.isEmpty || !latent.isEmpty) return undefined;
	return compiled.warnings.find((warning) => warning.includes("has no verb"));
}

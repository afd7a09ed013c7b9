import { compilePhrase } from "../../phrase/compile-phrase.ts";
import { parsePhrase } from "../../phrase/parse-phrase.ts";
import { printPhrase } from "../../phrase/print-phrase.ts";
import type { PermissionSet } from "../../sets/permission-set.ts";
import type { SuiteWorld } from "../suite-world.ts";
import { withoutGroups } from "./readable-phrases.ts";

/** A phrase and what it means; undefined where the cluster does not have all of it: nothing can be said of that. */
export function soundPhrase(
	text: string,
	world: SuiteWorld,
): { readonly phrase: string; readonly set: PermissionSet } | undefined {
	const parsed = parsePhrase(text);
	if ("error" in parsed) return undefined;
	const compiled = compilePhrase(world.sets, parsed.phrase, world.phrases);
	if ("error" in compiled || compiled.warnings.length > 0) return undefined;
	if (world.requestable.effectiveOf(compiled.set).isEmpty) return undefined;
	return { phrase: printPhrase(withoutGroups(parsed.phrase, world)), set: compiled.set };
}

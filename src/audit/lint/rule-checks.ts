import type { AuditCheck } from "../hit.ts";
import { allNamesByAccident } from "./all-names-by-accident.ts";
import { clusterScopedInRole } from "./cluster-scoped-in-role.ts";
import { crossedGroups } from "./crossed-groups.ts";
import { emptyRole } from "./empty-role.ts";
import { execByGetAlone } from "./exec-by-get-alone.ts";
import { inertHalf } from "./inert-half.ts";
import { mergeableRules } from "./mergeable-rules.ts";
import { misleadingName } from "./misleading-name.ts";
import { namesWithListOrCreate } from "./names-with-list-or-create.ts";
import { neverMatchingGlob } from "./never-matching-glob.ts";
import { nodesProxyTooWide } from "./nodes-proxy-too-wide.ts";
import { oddResourceNames } from "./odd-resource-names.ts";
import { redundantRule } from "./redundant-rule.ts";
import { removedApi } from "./removed-api.ts";
import { unknownResource } from "./unknown-resource.ts";
import { unknownSubresource } from "./unknown-subresource.ts";
import { unknownVerb } from "./unknown-verb.ts";
import { unsupportedVerb } from "./unsupported-verb.ts";
import { virtualVerbMisplaced } from "./virtual-verb-misplaced.ts";
import { watchWithoutList } from "./watch-without-list.ts";
import { wrongPath } from "./wrong-path.ts";
import { wrongWordForm } from "./wrong-word-form.ts";

/** The checks about rules of roles, by name. */
export const ruleChecks: ReadonlyMap<string, AuditCheck> = new Map([
	["wrong-word-form", wrongWordForm],
	["unknown-verb", unknownVerb],
	["unknown-resource", unknownResource],
	["unknown-subresource", unknownSubresource],
	["unsupported-verb", unsupportedVerb],
	["never-matching-glob", neverMatchingGlob],
	["virtual-verb-misplaced", virtualVerbMisplaced],
	["inert-half", inertHalf],
	["cluster-scoped-in-role", clusterScopedInRole],
	["wrong-path", wrongPath],
	["names-with-list-or-create", namesWithListOrCreate],
	["odd-resource-names", oddResourceNames],
	["all-names-by-accident", allNamesByAccident],
	["removed-api", removedApi],
	["redundant-rule", redundantRule],
	["misleading-name", misleadingName],
	["nodes-proxy-too-wide", nodesProxyTooWide],
	["exec-by-get-alone", execByGetAlone],
	["empty-role", emptyRole],
	["watch-without-list", watchWithoutList],
	["mergeable-rules", mergeableRules],
	["crossed-groups", crossedGroups],
]);

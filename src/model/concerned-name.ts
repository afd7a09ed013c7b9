import type { Concerned } from "./audit.ts";
import { objectName } from "./object-name.ts";
import { formatSubject } from "./subject.ts";

/** Whom or what a finding is about, in one word: `sa:ci/deployer`, `Role/ci/deploy`. */
export function concernedName(concerned: Concerned): string {
	return concerned.kind === "subject"
		? formatSubject(concerned.subject)
		: objectName(concerned.object);
}

import { loadSnapshot } from "../load/snapshot.ts";
import { readSources } from "../load/sources.ts";
import type { Audit, Finding } from "../model/audit.ts";
import { auditSeverities } from "../model/audit-policy.ts";
import { patchText } from "../render/patch.ts";
import { counted } from "../render/words.ts";
import { resolveGrants } from "../resolve/grants.ts";
import { countsFor, type FailOn } from "./audit-exit-code.ts";
import { type AuditPlan, audited } from "./audited.ts";
import type { Io } from "./io.ts";
import { findingKey, type Mended, mendFindings, type Texts } from "./mend-findings.ts";
import type { InputOptions } from "./options.ts";
import type { Teller } from "./teller.ts";

/** So many findings that are left are told one by one. */
const mostLeft = 12;

/** Prints one patch that mends all findings that count and can be mended, and says which those are. */
export async function tellAuditPatch(
	io: Io,
	found: Audit,
	plan: AuditPlan & { readonly options: InputOptions & { readonly failOn: FailOn } },
	teller: Teller,
): Promise<void> {
	const { options } = plan;
	const sources = [...readSources(options.filename, undefined)].flatMap((source) => {
		if ("isEmpty" in source || "failure" in source.content) return [];
		const { file, isNamed, content } = source;
		return [{ file, isNamed, text: content.text }];
	});
	const before: Texts = new Map(sources.map(({ file, text }) => [file, text]));
	const { defaultNamespace, kubernetesVersion, bootstrapPolicy } = options;
	const judge = (texts: Texts): Promise<Audit> => {
		const snapshot = loadSnapshot({
			texts: sources.map((one) => ({ ...one, text: texts.get(one.file) ?? one.text })),
			bootstrapPolicy,
			...(defaultNamespace !== undefined && { defaultNamespace }),
			...(kubernetesVersion !== undefined && { kubernetesVersion }),
		});
		return audited(resolveGrants(snapshot), plan);
	};
	const isWanted = (finding: Finding): boolean => countsFor(finding, leastOf(options.failOn));
	const mended = await mendFindings(found, before, { judge, isWanted });
	for (const [file, text] of before) {
		if (!teller.options.quiet) io.out(patchText(file, text, mended.texts.get(file) ?? text));
	}
	tellMended(mended, isWanted, teller);
}

/** With `none` nothing fails, but all can be mended. */
function leastOf(failOn: FailOn): FailOn {
	return failOn === "none" ? (auditSeverities.at(-1) ?? failOn) : failOn;
}

function tellMended(
	{ before, left }: Mended,
	isWanted: (finding: Finding) => boolean,
	teller: Teller,
): void {
	const wanted = before.findings.filter(isWanted);
	if (wanted.length === 0) {
		teller.note("nothing is found that counts: there is nothing to mend");
		return;
	}
	const open = new Set(left.map(({ finding }) => findingKey(finding)));
	const ended = wanted.filter((finding) => !open.has(findingKey(finding))).length;
	const all = ended === wanted.length ? "all of them" : `${ended} of them`;
	teller.note(`${counted(wanted.length, "finding")}: the patch ends ${all}`);
	for (const { finding, why } of left.slice(0, mostLeft)) {
		teller.note(`left: ${finding.policy}, ${finding.message}: ${why}`);
	}
	if (left.length > mostLeft) teller.note(`left: ${left.length - mostLeft} more`);
}

import type { Finding } from "../model/audit.ts";

/** Findings that say the same of the same object, of each several one: the first, with the places of the others. */
export function mergedFindings(findings: readonly Finding[]): readonly Finding[] {
	const same = new Map<string, Finding[]>();
	for (const finding of findings) {
		const before = same.get(finding.fingerprint);
		if (before === undefined) same.set(finding.fingerprint, [finding]);
		else before.push(finding);
	}
	return [...same.values()].flatMap(merged);
}

function merged(findings: readonly Finding[]): readonly Finding[] {
	const [first, ...others] = findings;
	if (first === undefined || others.length === 0) return findings;
	const related = findings.flatMap((one) => one.related);
	const places = others.map(({ place, message }) => ({ place, title: message }));
	return [{ ...first, related: [...places, ...related] }];
}

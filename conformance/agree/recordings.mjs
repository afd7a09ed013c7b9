// What rolecall ships and its tests hold on to, against what is recorded afresh.
import { existsSync } from "node:fs";
import { binaryPath, newest, versions } from "../build.mjs";
import { differences, policyFiles } from "../policies.mjs";
import { recordedDifferences } from "../recorded.mjs";

export async function recordings({ judge, minor, findings, short }) {
	// Of the other minors only those that are built already, whole or in part.
	const isBuilt = (one) => existsSync(binaryPath(one, "judge"));
	const minors = short ? [minor] : Object.keys(versions).filter(isBuilt);
	for (const one of minors) {
		for (const [path, text] of await policyFiles(one, existsSync(binaryPath(one, "server")))) {
			const found = differences(path, text);
			findings.check(
				found.length === 0,
				() => ({ what: "recording", found: found.slice(0, 50) }),
				"policy or catalogue",
			);
		}
	}
	// The cases are the newest minor's: others word some refusals otherwise.
	if (minor !== newest) return;
	for (const [file, found] of await recordedDifferences(judge)) {
		findings.check(
			found === undefined,
			() => ({ what: "recorded cases", file, found }),
			"file of cases",
		);
	}
}

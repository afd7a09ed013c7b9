import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { builtInPolicies, policiesIn } from "../../src/load/audit/load-policies.ts";
import { objectChecks } from "../../src/audit/objects/object-checks.ts";
import { runAudit } from "../support/run-audit.ts";
test("x", () => {
	const own = builtInPolicies().policies;
	const more = policiesIn("/work/wt/pol-a/policies/audit", "/work/wt/pol-b/policies/audit", "/work/wt/pol-c/policies/audit");
	const ids = new Set(own.map(({ id }) => id));
	const all = [...own, ...more.policies.filter((p) => !ids.has(p.id))];
	const out: string[] = [`${all.length} policies`];
	for (const id of objectChecks.keys()) {
		const dir = `policies/audit/${id}/cases`;
		for (const name of readdirSync(dir)) {
			const text = readFileSync(`${dir}/${name}`, "utf8");
			const asked = all.filter((p) => p.id === id || !p.isOptional);
			const { findings } = runAudit(asked, { filenames: [`${dir}/${name}`] }, { isComplete: /^# options:.*--complete/m.test(text), includeSystem: /^# options:.*--include-system/m.test(text) });
			const found = [...new Set(findings.map((f) => f.policy))].sort();
			const also = /^# also: (.*)$/m.exec(text)?.[1]?.split(/[, ]+/) ?? [];
			const want = [...also, ...(name.startsWith("fail") ? [id] : [])].sort();
			if (JSON.stringify(found) !== JSON.stringify(want)) out.push(`${id}/${name}: found ${found.join(", ")}; want ${want.join(", ")}`);
		}
	}
	// my policies on the others' cases
	for (const wt of ["pol-a", "pol-b", "pol-c", "lint-rules", "lint-bindings"]) {
		const base = `/work/wt/${wt}/policies/audit`;
		let folders: string[] = [];
		try { folders = readdirSync(base); } catch { continue; }
		for (const f of folders) {
			if (objectChecks.has(f)) continue;
			let names: string[] = [];
			try { names = readdirSync(`${base}/${f}/cases`); } catch { continue; }
			for (const name of names) {
				const text = readFileSync(`${base}/${f}/cases/${name}`, "utf8");
				const also = /^# also: (.*)$/m.exec(text)?.[1] ?? "";
				const mine = own.filter((p) => objectChecks.has(p.id) && !p.isOptional);
				const { findings } = runAudit(mine, { filenames: [`${base}/${f}/cases/${name}`] }, { isComplete: /^# options:.*--complete/m.test(text) });
				const found = [...new Set(findings.map((x) => x.policy))].filter((x) => !also.includes(x));
				if (found.length > 0) out.push(`OTHER ${wt} ${f}/${name}: ${found.join(", ")} :: ${findings[0]?.message}`);
			}
		}
	}
	writeFileSync("/tmp/data/scratch.txt", out.join("\n"));
	expect(1).toBe(1);
});

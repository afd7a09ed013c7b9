import type { Chain, Reference } from "../../src/model/answer.ts";
import type { Audit, Finding } from "../../src/model/audit.ts";
import { chain } from "./answers.ts";
import { audit, auditPolicy, finding } from "./audit.ts";
import { evil, hostileEdits } from "./hostile-run.ts";

const place = { file: evil, line: 2, column: 3 };
const object: Reference = { kind: evil, namespace: evil, name: evil, place };
const rule = {
	...{ verbs: [evil], apiGroups: [evil], resources: [evil] },
	...{ resourceNames: [evil], nonResourceURLs: [] },
};
const way: Chain = chain({
	...{ binding: object, role: object, aggregatedFrom: [object], rule },
	subject: { kind: "Group", name: evil },
	...{ subjectPlace: place, rulePlace: place },
});
const all: Partial<Finding> = {
	...{ policy: evil, variants: [evil], message: evil, permissions: [evil], place },
	concerned: { kind: "subject", subject: { kind: "ServiceAccount", namespace: evil, name: evil } },
	scope: { kind: "namespace", namespace: evil, sensitive: evil },
	example: {
		...{ kind: "resource", verb: evil, apiGroup: evil, resource: evil },
		...{ subresource: evil, namespace: evil, name: evil },
	},
	chains: [way],
	related: [{ place: { file: `${evil}2`, line: 1 }, title: evil }],
	implies: [evil],
	changes: [{ reason: evil, from: "critical", to: "high" }],
	workloads: [object],
	fix: {
		words: evil,
		edits: hostileEdits,
		texts: [{ file: evil, start: { line: 1, column: 1 }, end: { line: 1, column: 2 }, text: evil }],
	},
};
const list: Partial<Finding> = {
	...{ ...all, chains: [], pack: "lint", severity: "low", scope: { kind: "object" } },
	concerned: { kind: "object", object },
};
const suppressed = { reason: evil, until: evil, place } as const;

/** An audit whose every text is hostile. */
export const hostileAudit: Audit = audit(
	[
		finding({ ...all, fingerprint: `${evil}1`, severity: "critical" }),
		finding({
			...{ ...all, fingerprint: `${evil}2`, severity: "critical" },
			concerned: { kind: "subject", subject: { kind: "User", name: evil } },
		}),
		finding({ ...list, fingerprint: `${evil}3` }),
		finding({ ...list, fingerprint: `${evil}4` }),
		finding({ ...all, fingerprint: evil, suppressed: { by: "annotation", ...suppressed } }),
		finding({ ...list, fingerprint: evil, suppressed: { by: "file", ...suppressed } }),
	],
	{
		policies: [
			auditPolicy({
				...{ id: evil, title: evil, why: evil, fix: evil },
				references: {
					...{ catalogue: [evil], cis: [evil], nsa: [evil], attack: [evil] },
					docs: [evil, `https://example.com/${evil}`],
					peers: new Map([[evil, [evil]]]),
				},
			}),
		],
		remarks: [{ severity: "error", message: evil, place }],
	},
);

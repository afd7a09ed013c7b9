import type { AuditCheck } from "../hit.ts";
import { problemHits } from "./problem-hits.ts";

/** Documents that kubectl cannot read; those that surely hold no RBAC object matter less. */
export const unreadableDocument: AuditCheck = (world) => {
	const files = new Set(world.snapshot.unread.map(({ origin }) => origin.file));
	return problemHits(world, "unreadable-document", {
		says: () => "cannot be applied",
		severityOf: ({ code, origin }) =>
			code === "missing-kind" || code === "not-an-object" || files.has(origin.file)
				? "high"
				: "low",
	});
};

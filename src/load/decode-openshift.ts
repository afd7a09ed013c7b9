import { readMetadata } from "./decode-metadata.ts";
import { readStrings } from "./decode-value.ts";
import type { ObjectReport } from "./object-report.ts";
import { type SnapshotBuilder, tellReplaced } from "./snapshot-builder.ts";
import { checkFields } from "./unknown-fields.ts";

const groupFields = new Set(["apiVersion", "kind", "metadata", "users"]);
const userFields = new Set(["apiVersion", "kind", "metadata", "fullName", "identities", "groups"]);

/** A Group object is the only source of membership on OpenShift: `User.groups` is dead. */
export function takeGroup(builder: SnapshotBuilder, report: ObjectReport): void {
	checkFields(report, report.value, groupFields);
	const { name } = readMetadata(report, report.value["metadata"]);
	const users = readStrings(report, report.value["users"], ["users"]);
	if (report.errors > 0 || report.isPatch || name === "") return;
	const group = { name, users, origin: report.origin };
	tellReplaced(report, builder.groups.put("", name, group));
}

export function takeUser(builder: SnapshotBuilder, report: ObjectReport): void {
	checkFields(report, report.value, userFields);
	const { name } = readMetadata(report, report.value["metadata"]);
	if (readStrings(report, report.value["groups"], ["groups"]).length > 0) {
		const message = "OpenShift refuses `groups` of a User: membership is what Group objects say";
		report.add("legacy-openshift", "warning", ["groups"], message);
	}
	if (report.errors > 0 || report.isPatch || name === "") return;
	builder.users.put("", name, { name, origin: report.origin });
}

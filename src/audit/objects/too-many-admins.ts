import { objectName } from "../../model/object-name.ts";
import { formatSubject } from "../../model/subject.ts";
import type { AuditCheck } from "../hit.ts";
import { fullyInControl } from "./full-control.ts";
import { wordedList } from "./worded-list.ts";

const mostAdmins = 3;

/** More subjects with full control than anybody can watch. */
export const tooManyAdmins: AuditCheck = (world) => {
	const admins = new Map(fullyInControl(world).map((one) => [formatSubject(one.subject), one]));
	const [first] = admins.values();
	if (first === undefined || admins.size <= mostAdmins) return [];
	const place = { file: first.place.file };
	return [
		{
			concerned: {
				kind: "object",
				object: { kind: "ClusterRole", namespace: "", name: "cluster-admin", place },
			},
			message: `${admins.size} subjects may do everything everywhere: ${wordedList([...admins.keys()].sort())}`,
			place: first.place,
			related: [...admins.values()].map((one) => ({
				place: one.place,
				title: `${objectName(one.binding)} binds ${formatSubject(one.subject)}`,
			})),
			key: "admins",
		},
	];
};

import { objectName } from "../../model/object-name.ts";
import { formatSubject } from "../../model/subject.ts";
import { compareText } from "../../model/text-order.ts";
import type { AuditCheck } from "../hit.ts";
import type { BoundSubject } from "./bound-subjects.ts";
import { fullyInControl } from "./full-control.ts";
import { wordedList } from "./worded-list.ts";

const mostAdmins = 3;

/** More subjects with full control than anybody can watch. */
export const tooManyAdmins: AuditCheck = (world) => {
	const found = fullyInControl(world).toSorted((one, other) =>
		compareText(titleOf(one), titleOf(other)),
	);
	const admins = new Map(found.map((one) => [formatSubject(one.subject), one]));
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
				title: titleOf(one),
			})),
			key: "admins",
		},
	];
};

function titleOf({ binding, subject }: BoundSubject): string {
	return `${objectName(binding)} binds ${formatSubject(subject)}`;
}

import { objectName } from "../../model/object-name.ts";
import { formatSubject } from "../../model/subject.ts";
import type { AuditCheck } from "../hit.ts";
import { fullyInControl } from "./full-control.ts";

/** People with full control whose name or group does not say which authenticator vouches for it. */
export const adminNames: AuditCheck = (world) =>
	fullyInControl(world).flatMap(({ subject, binding, place }) => {
		if (subject.kind === "ServiceAccount" || /[:/@#]/.test(subject.name)) return [];
		const by = objectName(binding);
		return [
			{
				concerned: { kind: "subject", subject },
				message: `${formatSubject(subject)} may do everything everywhere by ${by}, and no prefix says which authenticator vouches for the name`,
				place,
				key: by,
			},
		];
	});

import { filledSubject, referenceTo, roleRefOf } from "../../answer/chain.ts";
import type { Binding } from "../../model/binding.ts";
import { objectName } from "../../model/object-name.ts";
import type { ResourceRequest } from "../../model/request.ts";
import { formatSubject } from "../../model/subject.ts";
import type { AuditWorld } from "../audit-world.ts";
import type { AuditCheck } from "../hit.ts";
import { isListedWhole } from "./listed-whole.ts";
import { wordedList } from "./worded-list.ts";

/** A binding to a role that does not exist: it gives nothing until somebody writes the role. */
export const danglingRole: AuditCheck = (world) =>
	world.grants.missing.flatMap(({ binding }) => {
		const { roleRef } = binding;
		const namespace = roleRef.kind === "Role" ? binding.namespace : "";
		const resource = roleRef.kind === "Role" ? "roles" : "clusterroles";
		if (!isListedWhole(world, resource, namespace) || binding.subjects.length === 0) return [];
		const by = objectName(binding);
		const missing = objectName({ ...roleRef, namespace });
		const named = binding.subjects.map((one) =>
			formatSubject(filledSubject(one, binding.namespace)),
		);
		return [
			{
				concerned: { kind: "object", object: referenceTo(binding) },
				message: `${by} gives ${wordedList(named)} nothing: ${missing} does not exist, and whoever writes it says what they may do`,
				place: roleRefOf(binding).place,
				severity: hasWriter(world, binding) ? "medium" : "low",
				key: missing,
				fix: { words: `delete ${by}`, edits: [{ kind: "delete-binding", binding }] },
			},
		];
	});

/** Somebody of the input may create the role. */
function hasWriter({ grants }: AuditWorld, { roleRef, namespace }: Binding): boolean {
	const request: ResourceRequest = {
		kind: "resource",
		verb: "create",
		apiGroup: "rbac.authorization.k8s.io",
		resource: roleRef.kind === "Role" ? "roles" : "clusterroles",
		subresource: "",
		namespace: roleRef.kind === "Role" ? namespace : "",
		name: "",
	};
	return grants.allowing(request, false).some(({ binding }) => !binding.builtIn);
}

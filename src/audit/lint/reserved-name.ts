import { referenceTo } from "../../answer/chain.ts";
import type { Binding } from "../../model/binding.ts";
import { objectName } from "../../model/object-name.ts";
import { placeOf } from "../../model/origin.ts";
import type { Role } from "../../model/role.ts";
import type { AuditCheck } from "../hit.ts";
import { ownBindings, ownRoles } from "./own-objects.ts";

/** Names with Kubernetes' own prefix, in manifests: what runs in a cluster its distribution may have put there. */
export const reservedName: AuditCheck = (world) => {
	const objects: readonly (Role | Binding)[] = [...ownRoles(world), ...ownBindings(world)];
	const written = world.snapshot.cluster && new Set(world.snapshot.written?.objects);
	return objects
		.filter(
			(one) =>
				one.name.startsWith("system:") &&
				!componentNames.test(one.name) &&
				(written?.has(one) ?? true),
		)
		.map((one) => ({
			concerned: { kind: "object", object: referenceTo(one) },
			message: `${objectName(one)} has the prefix \`system:\`, which is Kubernetes' own: tools pass such objects over, and a later version may claim the name`,
			place: placeOf(one.origin, ["metadata", "name"]),
			key: one.name,
			fix: { words: "choose a name without `system:`", edits: [] },
		}));
};

/** What components of Kubernetes and OpenShift are called in their own manifests. */
const componentNames =
	/^system:(?:openshift:|image-|deployer|build-|scope-|sdn-|oauth-|master|metrics-server|aggregated-metrics-reader|coredns|kube-dns|cloud-|cluster-autoscaler|node-problem-detector|csi-)/;

import type { AuditCheck } from "../hit.ts";
import { accountAsUser } from "./account-as-user.ts";
import { accountNotThere } from "./account-not-there.ts";
import { adminNames } from "./admin-names.ts";
import { anonymousAccess } from "./anonymous-access.ts";
import { claimableAccount } from "./claimable-account.ts";
import { cloudIdentity } from "./cloud-identity.ts";
import { clusterBindingInside } from "./cluster-binding-inside.ts";
import { controlPlaneBinding } from "./control-plane-binding.ts";
import { crossNamespaceSubject } from "./cross-namespace-subject.ts";
import { defaultAccountGrants } from "./default-account-grants.ts";
import { everyAccountAccess } from "./every-account-access.ts";
import { everybodyAccess } from "./everybody-access.ts";
import { longLivedToken } from "./long-lived-token.ts";
import { mastersBinding } from "./masters-binding.ts";
import { namespaceAccountsAccess } from "./namespace-accounts-access.ts";
import { nodeWideAccount } from "./node-wide-account.ts";
import { oldAccountField } from "./old-account-field.ts";
import { powerfulCustomResource } from "./powerful-custom-resource.ts";
import { powerfulWorkload } from "./powerful-workload.ts";
import { privilegedWorkload } from "./privileged-workload.ts";
import { sharedAccount } from "./shared-account.ts";
import { systemNamespaceBinding } from "./system-namespace-binding.ts";
import { tokenUnneeded } from "./token-unneeded.ts";
import { tokenWithheld } from "./token-withheld.ts";
import { tooManyAdmins } from "./too-many-admins.ts";
import { unguardedNamespace } from "./unguarded-namespace.ts";
import { unusedAccount } from "./unused-account.ts";

/** The checks of policies about subjects, bindings, accounts and workloads, by name. */
export const objectChecks: ReadonlyMap<string, AuditCheck> = new Map([
	["account-as-user", accountAsUser],
	["account-not-there", accountNotThere],
	["admin-names", adminNames],
	["anonymous-access", anonymousAccess],
	["claimable-account", claimableAccount],
	["cloud-identity", cloudIdentity],
	["cluster-binding-inside", clusterBindingInside],
	["control-plane-binding", controlPlaneBinding],
	["cross-namespace-subject", crossNamespaceSubject],
	["default-account-grants", defaultAccountGrants],
	["every-account-access", everyAccountAccess],
	["everybody-access", everybodyAccess],
	["long-lived-token", longLivedToken],
	["masters-binding", mastersBinding],
	["namespace-accounts-access", namespaceAccountsAccess],
	["node-wide-account", nodeWideAccount],
	["old-account-field", oldAccountField],
	["powerful-custom-resource", powerfulCustomResource],
	["powerful-workload", powerfulWorkload],
	["privileged-workload", privilegedWorkload],
	["shared-account", sharedAccount],
	["system-namespace-binding", systemNamespaceBinding],
	["token-unneeded", tokenUnneeded],
	["token-withheld", tokenWithheld],
	["too-many-admins", tooManyAdmins],
	["unguarded-namespace", unguardedNamespace],
	["unused-account", unusedAccount],
]);

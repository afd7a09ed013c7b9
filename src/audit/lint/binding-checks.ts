import type { AuditCheck } from "../hit.ts";
import { aggregatesEverything } from "./aggregates-everything.ts";
import { aggregatesIntoDefault } from "./aggregates-into-default.ts";
import { aggregationLabelWrong } from "./aggregation-label-wrong.ts";
import { aggregationOverwritesRules } from "./aggregation-overwrites-rules.ts";
import { aggregationSelectsNothing } from "./aggregation-selects-nothing.ts";
import { bindingWithoutNamespace } from "./binding-without-namespace.ts";
import { bindingWithoutSubjects } from "./binding-without-subjects.ts";
import { boundTwice } from "./bound-twice.ts";
import { chartNamespaceMixed } from "./chart-namespace-mixed.ts";
import { couldBeRole } from "./could-be-role.ts";
import { defaultRoleChanged } from "./default-role-changed.ts";
import { droppedField } from "./dropped-field.ts";
import { missingAccount } from "./missing-account.ts";
import { missingRole } from "./missing-role.ts";
import { nameCollision } from "./name-collision.ts";
import { namesDifferInCase } from "./names-differ-in-case.ts";
import { neverBound } from "./never-bound.ts";
import { refusedObject } from "./refused-object.ts";
import { replacedObject } from "./replaced-object.ts";
import { reservedName } from "./reserved-name.ts";
import { subjectKindMixedUp } from "./subject-kind-mixed-up.ts";
import { unreadableDocument } from "./unreadable-document.ts";
import { unrenderedTemplate } from "./unrendered-template.ts";

/** The checks of objects, bindings, subjects and aggregation, by name. */
export const bindingChecks: ReadonlyMap<string, AuditCheck> = new Map([
	["aggregates-everything", aggregatesEverything],
	["aggregates-into-default", aggregatesIntoDefault],
	["aggregation-label-wrong", aggregationLabelWrong],
	["aggregation-overwrites-rules", aggregationOverwritesRules],
	["aggregation-selects-nothing", aggregationSelectsNothing],
	["binding-without-namespace", bindingWithoutNamespace],
	["binding-without-subjects", bindingWithoutSubjects],
	["bound-twice", boundTwice],
	["chart-namespace-mixed", chartNamespaceMixed],
	["could-be-role", couldBeRole],
	["default-role-changed", defaultRoleChanged],
	["dropped-field", droppedField],
	["missing-account", missingAccount],
	["missing-role", missingRole],
	["name-collision", nameCollision],
	["names-differ-in-case", namesDifferInCase],
	["never-bound", neverBound],
	["refused-object", refusedObject],
	["replaced-object", replacedObject],
	["reserved-name", reservedName],
	["subject-kind-mixed-up", subjectKindMixedUp],
	["unreadable-document", unreadableDocument],
	["unrendered-template", unrenderedTemplate],
]);

import type { Origin } from "../../model/origin.ts";
import type { PolicyRule } from "../../model/rule.ts";

/** What is to become of the rules of one role. */
export interface RuleEdit {
	readonly origin: Origin;
	readonly rules: readonly PolicyRule[];
	/** Undefined for a rule that goes. */
	readonly become: readonly (PolicyRule | undefined)[];
	/** The rule that takes the comments of one that goes. */
	readonly takers: readonly (number | undefined)[];
	/** A role without rules is what is wanted, where none is left. */
	readonly mayEmpty?: boolean;
	/** New rules: each behind the one with its number, or behind all. */
	readonly added?: readonly { readonly behind: number; readonly rule: PolicyRule }[];
}

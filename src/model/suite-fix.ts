import type { Binding } from "./binding.ts";
import type { Position } from "./origin.ts";
import type { Role } from "./role.ts";
import type { PolicyRule } from "./rule.ts";
import type { Statement } from "./statement.ts";
import type { Subject } from "./subject.ts";

/** One change of one object. */
export type FixEdit =
	/** A rule becomes another, or several; with none it goes. */
	| {
			readonly kind: "change-rule";
			readonly role: Role;
			readonly rule: number;
			readonly become: readonly PolicyRule[];
	  }
	| { readonly kind: "add-rule"; readonly role: Role; readonly added: PolicyRule }
	| { readonly kind: "remove-subject"; readonly binding: Binding; readonly subject: number }
	| { readonly kind: "delete-binding"; readonly binding: Binding }
	/** A binding gives a smaller ClusterRole. */
	| { readonly kind: "lower-role"; readonly binding: Binding; readonly name: string }
	/** A new role and its binding, in the file that their origins name. */
	| { readonly kind: "grant"; readonly role: Role; readonly binding: Binding }
	/** A ClusterRoleBinding becomes a RoleBinding in one namespace. */
	| { readonly kind: "bind-inside"; readonly binding: Binding; readonly namespace: string };

/** The object that an edit changes; of a new grant, its role. */
export function editedObject(edit: FixEdit): Role | Binding {
	return "role" in edit ? edit.role : edit.binding;
}

/** What a fix does to somebody beside what it is for. */
export interface FixEffect {
	readonly subject: Subject;
	readonly gains: readonly Statement[];
	readonly loses: readonly Statement[];
}

/** New text for a range of a file; with equal ends it is put in. */
export interface TextEdit {
	readonly file: string;
	readonly start: Position;
	readonly end: Position;
	readonly text: string;
}

/** Edits of the policy that make an assertion hold, tried out. */
export interface Fix {
	/** Counted over a whole run; undefined for one that cannot be taken. */
	readonly number?: number;
	/** The command that makes it: `rolecall fix 1`. */
	readonly command?: string;
	readonly edits: readonly FixEdit[];
	readonly effects: readonly FixEffect[];
	/** Checks that pass today and would fail: such a fix is told, and cannot be taken. */
	readonly breaks: readonly string[];
	/** The same as changes of files, where they were asked for and can be made. */
	readonly texts?: readonly TextEdit[];
}

/** What mends a failed assertion: the same value for all of its checks. */
export interface Repair {
	/** The smallest first, then one that goes another way. */
	readonly fixes: readonly Fix[];
	/** Why there is none to take; empty where there is one. */
	readonly why: string;
}

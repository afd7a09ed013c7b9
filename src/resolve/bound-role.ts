import type { Binding } from "../model/binding.ts";
import type { EffectiveRole } from "../model/grant.ts";
import type { Subject } from "../model/subject.ts";

/** A binding with the role it points to; `role` is undefined when the input lacks it. */
export interface BoundRole {
	readonly binding: Binding;
	readonly role: EffectiveRole | undefined;
}

/** A binding as it names one identity: through its first matching subject, as the authorizer finds it. */
export interface Match extends BoundRole {
	readonly subject: Subject;
	readonly subjectIndex: number;
}

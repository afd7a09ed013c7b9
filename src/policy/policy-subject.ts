import type { Identity } from "../model/identity.ts";
import type { Subject } from "../model/subject.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import type { Who } from "../suite/claim.ts";
import { ignoredSet } from "../suite/claimed.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import { inTest, meaningOf } from "./meaning-of.ts";

/** Somebody of a policy under test. */
export class PolicySubject {
	/** The policy's world, in which `text` means this subject. */
	readonly world: SuiteWorld;
	readonly text: string;
	readonly who: Extract<Who, { kind: "subject" }>;

	constructor(world: SuiteWorld, text: string, who: PolicySubject["who"]) {
		this.world = world;
		this.text = text;
		this.who = who;
	}

	get subject(): Subject {
		return this.who.subject;
	}

	get identity(): Identity {
		return this.who.identity;
	}

	/** All that the subject may do. */
	get permissions(): PermissionSet {
		return this.world.identities.of(this.identity);
	}

	/** The same without what everybody who is authenticated may do by the default policy. */
	get ownPermissions(): PermissionSet {
		return this.permissions.difference(everyoneRights(this.world, this.who));
	}
}

/** What no bound holds against a subject, unless a suite says otherwise. */
export function everyoneRights(world: SuiteWorld, who: PolicySubject["who"]): PermissionSet {
	const everyone = { text: "everyone-rights", place: inTest };
	return meaningOf(world, (words) => ignoredSet(words, who, [everyone]));
}

import type { Snapshot } from "../model/snapshot.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import type { Suite, SuiteSubject } from "../model/suite.ts";
import type { SuiteResult } from "../model/suite-result.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { type SuiteWorld, suiteWorld } from "../suite/suite-world.ts";
import { runSuiteFile } from "../suite-files/run-suite-file.ts";
import { meaningOf, inTest as place } from "./meaning-of.ts";
import { PolicyError } from "./policy-error.ts";
import { PolicyRole } from "./policy-role.ts";
import { PolicySubject } from "./policy-subject.ts";

/** What nothing in the policy tells of a subject. */
export interface SubjectOptions {
	readonly groups?: readonly string[];
	/** Created elsewhere: nothing in the policy need name it. */
	readonly external?: boolean;
}

/**
 * A policy under test. Whatever it is asked about has to exist in it: a PolicyError tells what does not, in the words of
 * `rolecall test`, so that nothing passes for no reason.
 */
export class Policy {
	readonly snapshot: Snapshot;
	/** What assertions are held to. */
	readonly world: SuiteWorld;

	constructor(suite: Suite, snapshot: Snapshot) {
		const today = new Date().toISOString().slice(0, 10);
		this.snapshot = snapshot;
		this.world = suiteWorld(suite, { snapshot, baselines: new Map(), goldens: new Map(), today });
	}

	/** One subject: `sa("payments", "api")`, or in words `sa:payments/api`, `user:ana`, `group:oncall`. */
	subject(words: string | Subject, options: SubjectOptions = {}): PolicySubject {
		const text = typeof words === "string" ? words : formatSubject(words);
		const alias: SuiteSubject = {
			place,
			subject: { text, place },
			groups: options.groups ?? [],
			external: options.external ?? false,
		};
		const subjects = new Map([[text, alias]]);
		const world = { ...this.world, suite: { ...this.world.suite, subjects } };
		const [who, ...others] = meaningOf(world, (read) => read.subjects({ text, place }));
		if (who === undefined || others.length > 0) {
			throw new PolicyError(`expected one subject, found \`${text}\`, which means several`);
		}
		return new PolicySubject(world, text, who);
	}

	/** `ClusterRole/view`, `Role/payments/api`. */
	role(words: string): PolicyRole {
		const who = meaningOf(this.world, (read) => read.role({ text: words, place }));
		return new PolicyRole(this.world, who);
	}

	/** The requests that a phrase means: `get,list secrets outside payments`. */
	phrase(words: string): PermissionSet {
		const permission = { kind: "phrase", text: words, place } as const;
		return meaningOf(this.world, (read) => read.permission(permission, undefined)?.set);
	}

	/**
	 * Runs the tests of a suite, a file or `{ text }`, with this policy in place of the suite's own inputs: a result for
	 * each choice of its matrix values.
	 */
	runSuite(suite: string | { readonly text: string }): readonly SuiteResult[] {
		const { snapshot } = this;
		if (typeof suite === "string") return runSuiteFile(suite, { snapshot });
		return runSuiteFile("suite.rolecall.yaml", { snapshot, text: suite.text });
	}
}

import { subjectsOf } from "../answer/subjects.ts";
import { parseSubject } from "../answer/who-asks.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import { aliasNames } from "../suite/draft/alias-names.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";

/** What a suite calls subjects. */
export class SubjectNames {
	/** The short names of the suite, by what they stand for. */
	readonly aliases: ReadonlyMap<string, string>;
	/** The groups that the inputs bind something to, as the suite calls them. */
	readonly groups: ReadonlyMap<string, string>;
	readonly #slugs: ReadonlyMap<string, string>;

	constructor({ suite, grants }: SuiteWorld, subjects: readonly Subject[]) {
		const aliases = new Map<string, string>();
		for (const [alias, { subject, groups }] of suite.subjects) {
			const parsed = parseSubject(subject.text);
			// With groups that no object tells of it is somebody else.
			if ("error" in parsed || groups.length > 0 || /[*?,]/.test(subject.text)) continue;
			const name = formatSubject(parsed);
			if (!aliases.has(name)) aliases.set(name, alias);
		}
		this.aliases = aliases;
		this.groups = new Map(
			subjectsOf(grants).flatMap(({ subject }) =>
				subject.kind === "Group" ? [[subject.name, this.called(subject)] as const] : [],
			),
		);
		const slugs = aliasNames(subjects);
		this.#slugs = new Map([...slugs].map(([slug, subject]) => [formatSubject(subject), slug]));
	}

	called(subject: Subject): string {
		const name = formatSubject(subject);
		return this.aliases.get(name) ?? name;
	}

	/** A word of which an id can be made. */
	slug(subject: Subject): string {
		const name = formatSubject(subject);
		return this.aliases.get(name) ?? this.#slugs.get(name) ?? "subject";
	}
}

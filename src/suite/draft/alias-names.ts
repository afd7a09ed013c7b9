import { formatSubject, type Subject } from "../../model/subject.ts";

/** A short name for each subject, none twice: its own, with the namespace or the kind where that is not enough. */
export function aliasNames(subjects: readonly Subject[]): ReadonlyMap<string, Subject> {
	const choices = subjects.map((subject) => ({ subject, names: namesFor(subject) }));
	const aliases = new Map<string, Subject>();
	for (const { subject, names } of choices) {
		const isFree = (name: string): boolean =>
			name !== "" &&
			!taken.has(name) &&
			!aliases.has(name) &&
			choices.every((other) => other.subject === subject || other.names[0] !== name);
		const alias = names.find(isFree) ?? numbered(names[0] ?? "", aliases);
		aliases.set(alias, subject);
	}
	return aliases;
}

/** Words that mean something else where a subject may stand, or that YAML would not read as texts. */
const taken = new Set([
	...["any", "anyone", "anonymous", "control-plane", "everyone-rights"],
	...["true", "false", "null", "yes", "no", "on", "off", "y", "n"],
]);

function namesFor(subject: Subject): readonly string[] {
	const short = slug(subject.name);
	switch (subject.kind) {
		case "ServiceAccount":
			return [short, slug(`${subject.namespace}-${subject.name}`), slug(formatSubject(subject))];
		case "Group":
			return [short, `${short}-group`];
		case "User":
			return [short, `${short}-user`];
	}
}

function slug(text: string): string {
	const words = text
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.slice(0, 60)
		.replace(/^-+|-+$/g, "");
	return /^[0-9]/.test(words) ? `s-${words}` : words;
}

function numbered(name: string, aliases: ReadonlyMap<string, Subject>): string {
	const base = name === "" ? "subject" : name;
	for (let count = 1; ; count += 1) {
		if (!aliases.has(`${base}-${count}`)) return `${base}-${count}`;
	}
}

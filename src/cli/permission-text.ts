import type { ScopeOptions } from "./question-words.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The permissions that the words of a command line ask about: one argument with blanks, or commas in the verb or the
 * resource. Undefined for a plain question.
 */
export function permissionText(
	[verb = "", target, name]: readonly (string | undefined)[],
	{ subresource }: ScopeOptions,
): string | undefined {
	if (target === undefined) {
		if (!/\s/.test(verb)) {
			throw new UsageError(
				`expected a resource or a /path after \`${verb}\`, or a permission in quotes such as 'get,list secrets in *'`,
			);
		}
	} else if (/\s/.test(`${verb}${target}`)) {
		throw new UsageError("a permission is one argument: expected quotes around all of it");
	} else if (!/[,|]/.test(`${verb}${target}`)) return undefined;
	if (subresource !== undefined) {
		throw new UsageError(
			"a permission says the subresource itself, as in `pods/exec`: leave out --subresource",
		);
	}
	if (target === undefined) return verb;
	if (name === undefined) return `${verb} ${target}`;
	if (!/[,|]/.test(target)) return `${verb} ${target}(${name})`;
	throw new UsageError(
		`the name \`${name}\` is of which resource? expected it in the permission, as in \`secrets(${name}),pods\``,
	);
}

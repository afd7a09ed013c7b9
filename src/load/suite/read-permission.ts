import { cutByYaml } from "../../model/cut-by-yaml.ts";
import type { FieldPath } from "../../model/origin.ts";
import type { PermissionWords } from "../../model/suite.ts";
import type { Fields } from "../fields.ts";
import { isRecord } from "../json-record.ts";

/** The permissions under a key: one, or a list of them; `least` is 0 where none is an assertion too. */
export function permissionsOf(fields: Fields, key: string, least = 1): readonly PermissionWords[] {
	if (fields.has(key) && fields.items(key).length < least) {
		fields.fail([key], `\`${key}\` of nothing says nothing: expected at least one permission`);
	}
	const items = fields.items(key);
	const [line, ...lines] = items.map(([, path]) => fields.placeOf(key, ...path.slice(1)).line);
	// The items of a block list have a line each.
	const isInBrackets = lines.includes(line);
	return items.flatMap(([value, path]) => oneOf(fields, value, path, isInBrackets) ?? []);
}

/** The permission under a key that takes one. */
export function permissionOf(fields: Fields, key: string): PermissionWords | undefined {
	const value = fields.value(key);
	return value === undefined ? undefined : oneOf(fields, value, [key], false);
}

function oneOf(
	fields: Fields,
	value: unknown,
	path: FieldPath,
	isInBrackets: boolean,
): PermissionWords | undefined {
	if (!isRecord(value)) {
		const text = fields.asText(value, path);
		if (text === undefined || /\S\s+\S/.test(text.text)) {
			return text && { kind: "phrase", ...text, ...(isInBrackets && { isInBrackets }) };
		}
		const hint = isInBrackets ? `; ${cutByYaml}` : "";
		fields.fail(path, `expected a permission such as \`get pods\`, found \`${text.text}\`${hint}`);
		return undefined;
	}
	const one = fields.asFields(value, path);
	return one && ofMapping(one);
}

function ofMapping(fields: Fields): PermissionWords | undefined {
	const { place } = fields;
	const [role, subject] = [fields.text("role"), fields.text("subject")];
	if (role !== undefined) {
		const namespace = fields.text("in")?.text;
		fields.done();
		return { kind: "role", role, namespace, place };
	}
	if (subject !== undefined) {
		fields.done();
		return { kind: "subject", subject, place };
	}
	const rule = {
		verbs: fields.strings("verbs"),
		apiGroups: fields.strings("apiGroups"),
		resources: fields.strings("resources"),
		resourceNames: fields.strings("resourceNames"),
		nonResourceURLs: fields.strings("nonResourceURLs"),
		...(fields.has("namespaces") && { namespaces: fields.strings("namespaces") }),
	};
	fields.done();
	const isOfResources = rule.resources.length > 0 && rule.apiGroups.length > 0;
	if (rule.verbs.length === 0 || !(isOfResources || rule.nonResourceURLs.length > 0)) {
		fields.fail(
			[],
			"expected a phrase, a rule with verbs, apiGroups and resources, `{role: ClusterRole/NAME}` or `{subject: NAME}`",
		);
		return undefined;
	}
	return { kind: "rule", rule, place };
}

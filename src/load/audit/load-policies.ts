import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { AuditPolicy } from "../../model/audit-policy.ts";
import { compareText } from "../../model/text-order.ts";
import type { FieldProblem } from "../fields.ts";
import { readOne } from "../read-one.ts";
import { missingPath } from "../sources.ts";
import { readPolicy } from "./read-policy.ts";

/** Policies, sorted by id, and all that is wrong with those that could not be read. */
interface LoadedPolicies {
	readonly policies: readonly AuditPolicy[];
	readonly problems: readonly FieldProblem[];
}

const shipped = fileURLToPath(new URL("../../../policies/audit/", import.meta.url));

/** The policies that ship with rolecall. */
export function builtInPolicies(): LoadedPolicies {
	return loaded(foldersIn(shipped), true);
}

/** Policies of the user's: folders with a policy.yaml, or folders of such. */
export function policiesIn(...paths: readonly string[]): LoadedPolicies {
	const problems: FieldProblem[] = [];
	const folders = paths.flatMap((path) => policyFolders(path, problems));
	const read = loaded([...new Set(folders)], false);
	return { policies: read.policies, problems: [...problems, ...read.problems] };
}

/** The text of a policy's page; undefined where its folder has none. */
export function policyPage({ place }: AuditPolicy): string | undefined {
	const page = join(dirname(place.file), "README.md");
	return existsSync(page) ? readFileSync(page, "utf8") : undefined;
}

const policyFile = "policy.yaml";

/** The folders of a folder that hold a policy. */
function foldersIn(folder: string): readonly string[] {
	if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
	return readdirSync(folder)
		.sort(compareText)
		.map((name) => join(folder, name))
		.filter((path) => existsSync(join(path, policyFile)));
}

function policyFolders(path: string, problems: FieldProblem[]): readonly string[] {
	if (existsSync(join(path, policyFile))) return [path];
	if (basename(path) === policyFile && existsSync(path)) return [dirname(path)];
	const folders = foldersIn(path);
	if (folders.length === 0) {
		const message = existsSync(path)
			? `expected a folder with a ${policyFile}, or a folder of such folders`
			: missingPath(path);
		problems.push({ severity: "error", message, place: { file: path } });
	}
	return folders;
}

function loaded(folders: readonly string[], isBuiltIn: boolean): LoadedPolicies {
	const problems: FieldProblem[] = [];
	const others = isBuiltIn ? [] : foldersIn(shipped);
	const takers = new Map(others.map((path) => [basename(path), "a policy of rolecall"]));
	const policies = folders.flatMap((path) => {
		const file = join(path, policyFile);
		const folder = basename(resolve(path));
		const takenBy = takers.get(folder);
		takers.set(folder, takenBy ?? file);
		const { document, problems: unread } = readOne("policy", file);
		problems.push(...unread);
		if (document === undefined) return [];
		const policy = readPolicy({ ...document, folder, isBuiltIn, takenBy }, problems);
		return policy === undefined || unread.length > 0 ? [] : [policy];
	});
	return { policies: policies.sort((a, b) => compareText(a.id, b.id)), problems };
}

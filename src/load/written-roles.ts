import type { Role } from "../model/role.ts";
import { decodeDocument } from "./decode-document.ts";
import { readDocuments } from "./documents.ts";
import { matters } from "./object-kinds.ts";
import { SnapshotBuilder } from "./snapshot-builder.ts";
import { readSources } from "./sources.ts";

/** One text with the roles that stand in it, also those that another one replaces. */
export interface WrittenRoles {
	readonly file: string;
	readonly text: string;
	readonly roles: readonly Role[];
}

export interface RoleOptions {
	readonly kubernetesVersion: string;
	readonly defaultNamespace?: string;
}

/** The roles of files, folders, patterns and `-`; what is wrong with the input, `loadSnapshot` tells. */
export function* writtenRoles(
	filenames: readonly string[],
	readStdin: () => string,
	options: RoleOptions,
): Generator<WrittenRoles> {
	for (const source of readSources(filenames, readStdin)) {
		if ("isEmpty" in source || "failure" in source.content) continue;
		const { file } = source;
		const { text } = source.content;
		yield { file, text, roles: rolesOfText(file, text, options) };
	}
}

/** The roles of a text in order; of a document, the last of those with one name. */
export function rolesOfText(file: string, text: string, options: RoleOptions): readonly Role[] {
	const minor = Number(options.kubernetesVersion.slice("1.".length));
	const namespace = options.defaultNamespace ?? "default";
	const roles: Role[] = [];
	const sink = {
		document(document: Parameters<typeof decodeDocument>[1]): void {
			const builder = new SnapshotBuilder(minor, namespace, true);
			decodeDocument(builder, document, true);
			roles.push(...builder.roles.all());
		},
		problem: () => {},
		unread: () => {},
	};
	readDocuments(file, text, sink, { wants: matters });
	return roles;
}

import type { RbacObject } from "../model/written.ts";
import { decodeDocument } from "./decode-document.ts";
import { readDocuments } from "./documents.ts";
import { kubernetesVersions } from "./kubernetes-versions.ts";
import { matters } from "./object-kinds.ts";
import { SnapshotBuilder } from "./snapshot-builder.ts";

/** A YAML document, and where its objects begin among all. */
interface WrittenDocument {
	readonly text: string;
	readonly from: number;
}

/** So many documents may be gone in a row; behind more of them all is read again. */
const mostGone = 8;

/** The roles and bindings of a text in the order in which they stand, whatever their names. */
export class WrittenObjects {
	readonly objects: readonly RbacObject[];
	readonly #file: string;
	readonly #documents: readonly WrittenDocument[];
	/** A generated name counts those above it. */
	readonly #isByDocument: boolean;

	constructor(file: string, text: string) {
		const documents: WrittenDocument[] = [];
		const builder = newBuilder();
		const { objects } = builder.written;
		read(file, text, builder, (document) => {
			documents.push({ text: document, from: objects.length });
			return false;
		});
		this.objects = objects;
		this.#file = file;
		this.#documents = documents;
		this.#isByDocument = !builder.hasGenerated;
	}

	/**
	 * The objects of another text of the file. What a document says depends on nothing but its own text: those of a
	 * document that stands in both texts, letter for letter, are the objects from here.
	 */
	of(text: string): readonly RbacObject[] {
		const builder = newBuilder();
		const { objects } = builder.written;
		let next = 0;
		read(this.#file, text, builder, (document) => {
			const found = this.#isByDocument ? this.#find(document, next) : undefined;
			next = (found ?? next) + 1;
			if (found === undefined) return false;
			const [from, to] = [found, found + 1].map((index) => this.#documents[index]?.from);
			for (const object of this.objects.slice(from, to)) objects.push(object);
			return true;
		});
		return objects;
	}

	#find(text: string, from: number): number | undefined {
		const last = Math.min(from + mostGone, this.#documents.length - 1);
		for (let index = from; index <= last; index += 1) {
			if (this.#documents[index]?.text === text) return index;
		}
		return undefined;
	}
}

function newBuilder(): SnapshotBuilder {
	const minor = Number(kubernetesVersions.at(-1)?.slice("1.".length));
	return new SnapshotBuilder(minor, "default", true);
}

function read(
	file: string,
	text: string,
	builder: SnapshotBuilder,
	knows: (document: string) => boolean,
): void {
	const sink = {
		document(document: Parameters<typeof decodeDocument>[1]): void {
			decodeDocument(builder, document, true);
		},
		problem: () => {},
		unread: () => {},
	};
	readDocuments(file, text, sink, { wants: matters, knows });
}

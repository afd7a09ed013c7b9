import type { Binding } from "../model/binding.ts";
import type { CatalogResource } from "../model/catalog.ts";
import { formatPlace, type Origin, placeOf } from "../model/origin.ts";
import type { PowerfulField } from "../model/powerful-field.ts";
import type { Problem, ProblemCode, Severity } from "../model/problem.ts";
import type { Role } from "../model/role.ts";
import type {
	Account,
	KnownGroup,
	KnownUser,
	NamespaceObject,
	PlacedObject,
	TokenSecret,
	UnreadDocument,
	Workload,
} from "../model/snapshot.ts";
import type { RbacObject } from "../model/written.ts";
import { ObjectIndex } from "./object-index.ts";
import { ObjectReport } from "./object-report.ts";

interface Replaced {
	readonly origin: Origin;
	/** True for what the default policy brought: the input may replace it without a word. */
	readonly builtIn?: boolean;
}

/** What the manifests would write, as it is being read. */
interface Writing {
	readonly objects: RbacObject[];
	invalid: number;
	others: number;
}

export function nothingWritten(): Writing {
	return { objects: [], invalid: 0, others: 0 };
}

/** What has been read so far. Of two objects with one name the later one stays, as with `kubectl apply`. */
export class SnapshotBuilder {
	readonly minor: number;
	readonly problems: Problem[] = [];
	/** The report on the object at hand, one for all of them: decoders do not call each other. */
	readonly report: ObjectReport = new ObjectReport("", {}, { file: "", at: () => undefined });
	readonly unread: UnreadDocument[] = [];
	written: Writing = nothingWritten();
	readonly roles: ObjectIndex<Role> = new ObjectIndex();
	readonly bindings: ObjectIndex<Binding> = new ObjectIndex();
	readonly accounts: ObjectIndex<Account> = new ObjectIndex();
	readonly workloads: ObjectIndex<Workload> = new ObjectIndex();
	readonly groups: ObjectIndex<KnownGroup> = new ObjectIndex();
	readonly users: ObjectIndex<KnownUser> = new ObjectIndex();
	readonly tokenSecrets: ObjectIndex<TokenSecret> = new ObjectIndex();
	readonly namespaceObjects: Map<string, NamespaceObject> = new Map();
	readonly powerfulFields: Map<string, readonly PowerfulField[]> = new Map();
	readonly namespaces: Set<string> = new Set();
	readonly customResources: Map<string, CatalogResource> = new Map();
	/** Set by the first object only OpenShift has. */
	isOpenShift = false;
	readonly #defaultNamespace: string;
	readonly #isChosen: boolean;
	/** Objects without a namespace that were put into the default one. */
	readonly placed: PlacedObject[] = [];
	/** Where the objects of the text at hand go that name no namespace, if not into the default one. */
	#ownNamespace = "";
	#generated = 0;

	/** `isChosen`: the user named the default namespace, and needs no hint that there is a choice. */
	constructor(minor: number, defaultNamespace: string, isChosen: boolean) {
		this.minor = minor;
		this.#defaultNamespace = defaultNamespace;
		this.#isChosen = isChosen;
	}

	/** A problem of a whole text or document. */
	tell(code: ProblemCode, severity: Severity, origin: Origin, message: string): void {
		this.problems.push({ code, severity, message, origin, path: [] });
	}

	/** Where an object goes that names no namespace: `kubectl apply -n` puts it there. */
	namespaceOf(written: string): string {
		return written || this.#ownNamespace || this.#defaultNamespace;
	}

	/** Reads a text whose objects without a namespace belong into one of their own; "" for the default one. */
	placing(namespace: string, read: () => void): void {
		this.#ownNamespace = namespace;
		read();
		this.#ownNamespace = "";
	}

	/** Notes an object that named no namespace. */
	notePlaced(object: PlacedObject): void {
		if (this.#ownNamespace === "") this.placed.push(object);
	}

	/** Takes out every object that another builder read, and keeps what that one had to say. */
	remove(other: SnapshotBuilder): void {
		this.roles.removeAll(other.roles);
		this.bindings.removeAll(other.bindings);
		this.accounts.removeAll(other.accounts);
		this.workloads.removeAll(other.workloads);
		this.groups.removeAll(other.groups);
		this.users.removeAll(other.users);
		this.tokenSecrets.removeAll(other.tokenSecrets);
		for (const name of other.namespaceObjects.keys()) this.namespaceObjects.delete(name);
		for (const key of other.customResources.keys()) {
			this.customResources.delete(key);
			this.powerfulFields.delete(key);
		}
		this.problems.push(...other.problems);
		this.unread.push(...other.unread);
		this.written = other.written;
	}

	/** Whether a name depends on how many stand before it. */
	get hasGenerated(): boolean {
		return this.#generated > 0;
	}

	generatedName(prefix: string): string {
		this.#generated += 1;
		return `${prefix}<generated-${this.#generated}>`;
	}

	/** One note for all objects without a namespace, at the first of them. */
	tellPlaced(): void {
		const [first] = this.placed;
		if (first === undefined) return;
		const what =
			this.placed.length === 1
				? "1 object without a namespace was"
				: `${this.placed.length} objects without a namespace were`;
		const hint = this.#isChosen ? "" : "; --default-namespace chooses another";
		this.problems.push({
			code: "namespace-defaulted",
			severity: "note",
			message: `${what} placed in \`${this.#defaultNamespace}\`${hint}`,
			origin: first.origin,
			path: ["metadata"],
		});
	}
}

/** Tells that an object took the place of an earlier one of the input. */
export function tellReplaced(report: ObjectReport, earlier: Replaced | undefined): void {
	if (earlier === undefined || earlier.builtIn === true) return;
	const message = `replaces the one at ${formatPlace(placeOf(earlier.origin))}`;
	report.add("duplicate-object", "note", [], message);
}

import type { Origin } from "../../model/origin.ts";
import type {
	Suite,
	SuiteCluster,
	SuiteInput,
	SuiteProblem,
	SuiteSubject,
	SuiteText,
	SuiteThresholds,
} from "../../model/suite.ts";
import { described, Fields } from "../fields.ts";
import { isRecord } from "../json-record.ts";
import { readTest } from "./read-test.ts";

/** Where a suite's text went: the suite, for one choice of matrix values, and all that is wrong with it. */
export interface ReadSuite {
	readonly suite: Suite;
	/** Other suites whose subjects, sets and tests count here too. */
	readonly extends: readonly SuiteText[];
	/** The values of each variable that the suite is run for. */
	readonly matrix: ReadonlyMap<string, readonly string[]>;
	readonly problems: readonly SuiteProblem[];
}

/** Reads the document of a suite file; in every text `<env>` is replaced by the value chosen for `env`. */
export function readSuite(
	document: { readonly value: unknown; readonly origin: Origin },
	chosen: ReadonlyMap<string, string>,
): ReadSuite {
	const problems: SuiteProblem[] = [];
	const { origin } = document;
	const value = chosen.size === 0 ? document.value : replaced(document.value, chosen);
	const record = isRecord(value) ? value : {};
	const fields = new Fields(origin, [], record, problems);
	if (!isRecord(value)) fields.fail([], `expected a suite, found ${described(value)}`);
	checkVersion(fields);
	const matrix = matrixOf(fields.fields("matrix"));
	const defaults = fields.fields("defaults");
	const severity =
		defaults?.oneOf("severity", ["info", "warning", "error", "critical"], "error") ?? "error";
	const namespace = defaults?.string("namespace") || "default";
	const tests = fields.list("tests").map((test, index) => readTest(test, index, severity));
	const suite: Suite = {
		file: origin.file,
		name: fields.string("name") || origin.file,
		description: fields.string("description"),
		owner: fields.string("owner"),
		docs: fields.string("docs"),
		tags: fields.strings("tags"),
		variant: [...chosen].map(([name, one]) => `${name}=${one}`),
		inputs: fields.list("inputs").flatMap((input) => inputOf(input, namespace) ?? []),
		cluster: clusterOf(fields.fields("cluster")),
		subjects: subjectsOf(fields.fields("subjects")),
		sets: setsOf(fields.fields("sets")),
		namespace,
		hasNamespace: defaults?.has("namespace") === true,
		tests,
		thresholds: thresholdsOf(fields.fields("thresholds")),
	};
	const others = fields.texts("extends");
	defaults?.done();
	fields.done();
	if (isRecord(value)) checkTests(fields, suite, others);
	return { suite, extends: others, matrix, problems };
}

function checkVersion(fields: Fields): void {
	const version = fields.text("version");
	if (version !== undefined && version.text !== "rolecall/v1") {
		fields.fail(["version"], `expected \`rolecall/v1\`, found \`${version.text}\``);
	}
}

/** A suite without tests passes for no reason; two tests of one id cannot be told apart in reports. */
function checkTests(fields: Fields, { tests }: Suite, others: readonly SuiteText[]): void {
	if (tests.length === 0 && others.length === 0) {
		fields.fail([], "the suite has no tests: an empty suite would pass for no reason");
	}
	const seen = new Map<string, number>();
	for (const [index, { id }] of tests.entries()) {
		const first = seen.get(id);
		if (first === undefined) seen.set(id, index);
		else fields.fail(["tests", index], `the id \`${id}\` is taken by tests[${first}]`);
	}
}

function matrixOf(fields: Fields | undefined): ReadonlyMap<string, readonly string[]> {
	if (fields === undefined) return new Map();
	return new Map(
		fields.keys().flatMap((name): readonly (readonly [string, readonly string[]])[] => {
			const values = fields.strings(name);
			// A variable without a value would leave no run of the suite, and nobody to tell what is wrong.
			if (values.length === 0) fields.fail([name], "expected at least one value");
			return values.length === 0 ? [] : [[name, values]];
		}),
	);
}

const inputKinds = ["manifests", "helm", "kustomize", "snapshot", "live"] as const;

function inputOf(fields: Fields, usual: string): SuiteInput | undefined {
	const given = inputKinds.filter((kind) => fields.has(kind));
	const [kind] = given;
	const input =
		kind === undefined || given.length > 1 ? undefined : inputOfKind(fields, kind, usual);
	fields.done();
	if (given.length !== 1) {
		fields.fail([], `expected one of ${inputKinds.join(", ")} for each input`);
	}
	return input;
}

function inputOfKind(
	fields: Fields,
	kind: (typeof inputKinds)[number],
	usual: string,
): SuiteInput | undefined {
	switch (kind) {
		case "manifests":
			return { kind, paths: fields.texts(kind), exclude: fields.texts("exclude") };
		case "helm": {
			const helm = fields.fields(kind);
			const chart = helm?.text("chart");
			if (helm === undefined) return undefined;
			const namespace = helm.string("namespace") || usual;
			const hasNamespace = helm.has("namespace");
			const release = helm.string("release") || "release";
			const values = helm.texts("values");
			helm.done();
			if (chart === undefined) {
				helm.fail([], "expected `chart`: the folder of a chart");
				return undefined;
			}
			return { kind, chart, release, namespace, hasNamespace, values };
		}
		case "kustomize": {
			const path = fields.text(kind);
			return path && { kind, path };
		}
		case "snapshot": {
			const file = fields.text(kind);
			return file && { kind, file };
		}
		case "live": {
			const live = fields.fields(kind);
			const context = live?.text("context");
			live?.done();
			if (live !== undefined && context === undefined) live.fail([], "expected `context`");
			return context && { kind, context };
		}
	}
}

function clusterOf(fields: Fields | undefined): SuiteCluster {
	const namespaces = fields?.fields("namespaces");
	const groups = fields?.fields("groups");
	const cluster: SuiteCluster = {
		version: fields?.text("version"),
		bootstrapPolicy: fields?.boolean("bootstrapPolicy", true) ?? true,
		crds: fields?.texts("crds") ?? [],
		namespaces: namespaces?.strings("known") ?? [],
		isClosed: namespaces?.oneOf("world", ["open", "closed"], "open") === "closed",
		groups: new Map(groups?.keys().map((name) => [name, groups.texts(name)]) ?? []),
		unknownResources:
			fields?.oneOf("unknownResources", ["error", "warn", "allow"], "error") ?? "error",
	};
	namespaces?.done();
	fields?.done();
	return cluster;
}

function subjectsOf(fields: Fields | undefined): ReadonlyMap<string, SuiteSubject> {
	const subjects = new Map<string, SuiteSubject>();
	for (const name of fields?.keys() ?? []) {
		if (fields === undefined) continue;
		// One that cannot be read is told, and not again wherever it is used.
		const unread = { text: "", place: fields.placeOf(name) };
		const none = { place: unread.place, subject: unread, groups: [], external: false };
		subjects.set(name, subjectOf(fields, name) ?? none);
	}
	return subjects;
}

/** `sa:payments/api`, or `{user: ci, groups: [deployers], external: true}`. */
function subjectOf(fields: Fields, name: string): SuiteSubject | undefined {
	const value = fields.value(name);
	const place = fields.placeOf(name);
	if (!isRecord(value)) {
		const subject = fields.text(name);
		return subject && { place, subject, groups: [], external: false };
	}
	const one = fields.asFields(value, [name]);
	if (one === undefined) return undefined;
	const [sa, user, group, as] = (["sa", "user", "group", "subject"] as const).map((key) =>
		one.text(key),
	);
	const accounts = one.fields("serviceAccounts");
	const namespaces = accounts?.strings("namespaces") ?? [];
	accounts?.done();
	const rest = { place, groups: one.strings("groups"), external: one.boolean("external", false) };
	one.done();
	const words = [
		...(sa === undefined ? [] : [`sa:${sa.text}`]),
		...(user === undefined ? [] : [`user:${user.text}`]),
		...(group === undefined ? [] : [`group:${group.text}`]),
		...(as === undefined ? [] : [as.text]),
		...(namespaces.length === 0 ? [] : [namespaces.map((each) => `sa:${each}/*`).join(",")]),
	];
	const [text] = words;
	if (text === undefined || words.length > 1) {
		one.fail([], "expected one of sa, user, group, subject or serviceAccounts");
		return undefined;
	}
	return { ...rest, subject: { text, place } };
}

function setsOf(fields: Fields | undefined): ReadonlyMap<string, readonly string[]> {
	return new Map(fields?.keys().map((name) => [name, fields.strings(name)]) ?? []);
}

function thresholdsOf(fields: Fields | undefined): SuiteThresholds | undefined {
	if (fields === undefined) return undefined;
	const mutation = fields.fields("mutation");
	const slack = fields.fields("slack");
	const thresholds: SuiteThresholds = {
		place: fields.place,
		ruleCoverage: fields.number("ruleCoverage"),
		decisiveCoverage: fields.number("decisiveCoverage"),
		mutationScore: mutation?.number("score"),
		criticalMutationScore: mutation?.number("critical"),
		criticalSlack: slack?.number("critical"),
	};
	mutation?.done();
	slack?.done();
	fields.done();
	return thresholds;
}

/** `<env>` in every text. */
function replaced(value: unknown, chosen: ReadonlyMap<string, string>): unknown {
	if (typeof value === "string") {
		return value.replace(/<([A-Za-z][\w-]*)>/g, (all, name: string) => chosen.get(name) ?? all);
	}
	if (Array.isArray(value)) return value.map((item) => replaced(item, chosen));
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, item]) => [key, replaced(item, chosen)]),
	);
}

import { readXml, type XmlNode } from "./read-xml.ts";

interface ElementRule {
	readonly required: readonly string[];
	readonly optional: readonly string[];
	/** Elements that may stand inside, in any number and order; text only where `text` says so. */
	readonly children: readonly string[];
	readonly text: boolean;
}

const outcome: ElementRule = {
	required: [],
	optional: ["type", "message"],
	children: [],
	text: true,
};
const output: ElementRule = { required: [], optional: [], children: [], text: true };

/**
 * What the schema says that Jenkins checks JUnit reports by, as far as our reports go:
 * https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
const rules: ReadonlyMap<string, ElementRule> = new Map([
	[
		"testsuites",
		{
			required: [],
			optional: ["name", "time", "tests", "failures", "errors"],
			children: ["testsuite"],
			text: false,
		},
	],
	[
		"testsuite",
		{
			required: ["name", "tests", "failures", "errors"],
			optional: [
				...["group", "time", "skipped", "timestamp", "hostname", "id", "package"],
				...["file", "log", "url"],
			],
			children: ["testsuite", "properties", "testcase", "system-out", "system-err"],
			text: false,
		},
	],
	["properties", { required: [], optional: [], children: ["property"], text: false }],
	["property", { required: ["name", "value"], optional: [], children: [], text: false }],
	[
		"testcase",
		{
			required: ["name"],
			optional: ["time", "classname", "group"],
			children: ["skipped", "error", "failure", "system-out", "system-err"],
			text: false,
		},
	],
	["skipped", outcome],
	["error", outcome],
	["failure", outcome],
	["system-out", output],
	["system-err", output],
]);

/** What Jenkins' schema says against a report, or why it is no XML; nothing when it fits. */
export function junitErrors(text: string): readonly string[] {
	let root: XmlNode;
	try {
		root = readXml(text);
	} catch (error) {
		return [String(error)];
	}
	const isRoot = root.name === "testsuites" || root.name === "testsuite";
	return isRoot ? errorsIn(root) : [`the root is ${root.name}`];
}

function errorsIn({ name, attributes, children, text }: XmlNode): readonly string[] {
	const rule = rules.get(name);
	if (rule === undefined) return [`there is no element ${name}`];
	const known = [...rule.required, ...rule.optional];
	const time = attributes.get("time");
	return [
		...rule.required.filter((key) => !attributes.has(key)).map((key) => `${name} lacks ${key}`),
		...[...attributes.keys()]
			.filter((key) => !known.includes(key))
			.map((key) => `${name} has no attribute ${key}`),
		...children
			.filter((child) => !rule.children.includes(child.name))
			.map((child) => `no ${child.name} in ${name}`),
		...(!rule.text && text.trim() !== "" ? [`no text in ${name}`] : []),
		...(name !== "testcase" && time !== undefined && !surefireTime.test(time)
			? [`the time ${time}`]
			: []),
		...children.flatMap(errorsIn),
	];
}

/** Thousands may be parted by commas. */
const surefireTime = /^(?:(?:\d{0,3},)*\d{3}|\d{0,3})*(?:\.\d*)?$/;

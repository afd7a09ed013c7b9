import { measureAudit } from "./audit.mjs";
import { measureDecisions } from "./decisions.mjs";
import { generateCluster, generateRequests } from "./generate-cluster.mjs";
import { measureGo } from "./go-authorizer.mjs";
import { measureLoading } from "./loading.mjs";
import { micros, printTable, times } from "./print-table.mjs";
import { measureDefaultRoles, measureSubjects } from "./sets.mjs";
import { measureStartUp } from "./start-up.mjs";
import { measureSuites } from "./suites.mjs";

// `npm run bench`, after `npm run build`. `npm run bench -- decisions no-go` runs one part, and Go not at all.
const parts = process.argv.slice(2);
const isWithoutGo = parts.includes("no-go");
const wants = (part) => parts.every((one) => one === "no-go") || parts.includes(part);

const cluster = generateCluster();
if (wants("decisions")) await decisions();
if (wants("loading")) loading();
if (wants("start-up")) startUp();
if (wants("sets")) sets();
if (wants("suites")) suites();
if (wants("audit")) audit();

async function decisions() {
	const measured = [];
	for (const scale of [1, 10]) {
		const objects = scale === 1 ? cluster : generateCluster(scale);
		const requests = generateRequests(objects, 20_000, scale);
		const ours = measureDecisions(objects, requests);
		const go = isWithoutGo ? undefined : await measureGo(objects, requests);
		if (go !== undefined && go.allowed !== ours.allowed)
			throw new Error(`Go allows ${go.allowed}, rolecall ${ours.allowed}`);
		measured.push({ ours, go });
	}
	const [{ ours, go }, { ours: bigger, go: goBigger }] = measured;
	const line = (title, aim, key) => [
		title,
		aim,
		micros(ours[key]),
		micros(bigger[key]),
		times(bigger[key] / ours[key]),
		micros(go?.[key]),
		times(go?.[key] / ours[key]),
		micros(goBigger?.[key]),
		times(goBigger?.[key] / bigger[key]),
	];
	printTable(
		`a decision: 2,000 Roles, 6,000 RoleBindings, 570 ClusterRoles, 1,050 ClusterRoleBindings; ${Math.round(ours.allowed * 100)} % of 20,000 allowed`,
		[
			["", "aim", "rolecall", "cluster ×10", "growth", "Go", "ratio", "Go ×10", "ratio"],
			line("one-off, from plain strings", "1 µs", "oneOff"),
			line("one-off, groups implied", "", "userOnly"),
			line("identity resolved before", "0.3 µs", "resolved"),
			line(
				`who-can (${ours.holders.toFixed(0)} holders, ${bigger.holders.toFixed(0)} ×10)`,
				"50 µs",
				"who",
			),
		],
	);
	if (go === undefined && !isWithoutGo)
		console.log("  conformance/.build/1.37/judge is not built: nothing to compare with");
}

function loading() {
	const { json, yaml } = measureLoading(cluster);
	printTable("loading: the same cluster as text", [
		["", "aim", "took", "MB/s", "ratio", "to"],
		[
			"JSON read and indexed",
			"2×",
			`${(json.ours / 1000).toFixed(0)} ms`,
			json.speed.toFixed(1),
			times(json.ours / json.parse),
			`JSON.parse, ${(json.parse / 1000).toFixed(0)} ms`,
		],
		[
			"YAML read and indexed",
			"15 MB/s",
			`${(yaml.ours / 1000).toFixed(0)} ms`,
			yaml.speed.toFixed(1),
			times(yaml.packageSpeed / yaml.speed),
			`the yaml package, ${yaml.packageSpeed.toFixed(2)} MB/s`,
		],
	]);
}

function startUp() {
	const { ours, empty, ratio } = measureStartUp();
	printTable("start-up", [
		["", "aim", "took", "ratio", "to"],
		[
			"rolecall can on a chart",
			"2.5×",
			`${ours.toFixed(0)} ms`,
			times(ratio),
			`an empty node, ${empty.toFixed(0)} ms`,
		],
	]);
}

function sets() {
	const defaults = measureDefaultRoles();
	const [one, ten] = [1, 10].map(measureSubjects);
	const millis = (value) => `${(value / 1000).toFixed(1)} ms`;
	const row = (title, aim, key) => [
		title,
		aim,
		millis(one[key]),
		millis(ten[key]),
		times(ten[key] / one[key]),
	];
	printTable(
		`sets: ${defaults.pairs} pairs of default roles made and compared in ${millis(defaults.took)}; ${one.subjects} subjects, ${one.bindings} bindings, ${one.holders} may read secrets`,
		[
			["", "aim", "rolecall", "cluster ×10", "growth"],
			row("everybody's sets", "800 ms", "all"),
			[
				"memory",
				"57 MB",
				...[one, ten].map(({ bytes }) => `${(bytes / 1e6).toFixed(0)} MB`),
				times(ten.bytes / one.bytes),
			],
			["nodes", "", `${one.nodes}`, `${ten.nodes}`, times(ten.nodes / one.nodes)],
			row("who can read secrets, over all sets", "", "who"),
			row("a witness for each who can", "", "witnesses"),
			row("diff, ten objects differ", "a tenth", "diff"),
			["  of everybody's sets", "", ...[one, ten].map((size) => times(size.diff / size.all)), ""],
		],
	);
}

/** Rows of whole processes, in milliseconds, beside a node that only parses the cluster's JSON. */
function besideParsing(parsed) {
	return (title, aim, value) => [
		title,
		aim,
		`${value.toFixed(0)} ms`,
		times(value / parsed),
		`a node that parses its JSON, ${parsed.toFixed(0)} ms`,
	];
}

function suites() {
	const { parsed, passed, failed } = measureSuites(cluster);
	const row = besideParsing(parsed);
	printTable("rolecall test: 1,000 checks on the same cluster, whole processes", [
		["", "aim", "took", "ratio", "to"],
		row("all of them pass", "1 s", passed),
		row("ten fail, with their fixes", "", failed),
	]);
}

function audit() {
	const { parsed, ...took } = measureAudit(cluster);
	const row = besideParsing(parsed);
	printTable("rolecall audit: the same cluster, 7,050 bindings, whole processes", [
		["", "aim", "took", "ratio", "to"],
		row("all policies, the exit code alone", "2 s", took.quiet),
		row("all policies, as a table", "", took.table),
		row("all policies, as JSON", "", took.json),
		row("one policy, the exit code alone", "", took.one),
	]);
}

import { parseAllDocuments } from "yaml";
import { loadSnapshot, resolveGrants } from "../dist/index.js";
import { fastest } from "./stopwatch.mjs";

/** How long reading the cluster takes, as `kubectl get -o json` and `-o yaml` print it. */
export function measureLoading(objects) {
	const items = objects.map(asFromCluster);
	const json = JSON.stringify({ apiVersion: "v1", kind: "List", items }, null, 4);
	const yaml = `apiVersion: v1\nitems:\n${items.map(listItem).join("")}kind: List\nmetadata:\n  resourceVersion: ""\n`;
	const load = (file) => (text) => {
		const grants = resolveGrants(loadSnapshot({ texts: [{ file, text }], bootstrapPolicy: false }));
		const { roles, bindings } = grants.snapshot;
		if (roles.length + bindings.length !== objects.length)
			throw new Error(`${file}: not all was read`);
	};
	const jsonTook = fastest(15, () => fresh(json), load("cluster.json"));
	const yamlTook = fastest(8, () => fresh(yaml), load("cluster.yaml"));
	// The yaml package is asked for a part: it takes its time.
	const part = `apiVersion: v1\nitems:\n${items.slice(0, 500).map(listItem).join("")}kind: List\n`;
	const packageTook = fastest(
		3,
		() => fresh(part),
		(text) => parseAllDocuments(text).map((one) => one.toJS()),
	);
	return {
		json: {
			ours: jsonTook,
			parse: fastest(15, () => fresh(json), JSON.parse),
			speed: json.length / jsonTook,
		},
		yaml: {
			ours: yamlTook,
			speed: yaml.length / yamlTook,
			packageSpeed: part.length / packageTook,
		},
	};
}

function fresh(text) {
	return Buffer.from(text).toString();
}

/** With the fields that only a server fills in. */
function asFromCluster({ metadata, ...object }, i) {
	const filled = {
		creationTimestamp: "2026-01-01T00:00:00Z",
		...metadata,
		resourceVersion: String(1000 + i),
		uid: `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`,
	};
	const { apiVersion, kind, ...rest } = object;
	return { apiVersion, kind, metadata: filled, ...rest };
}

function listItem(object) {
	return `- ${block(object, "  ").trimStart()}`;
}

/** Block style, as kubectl prints it: keys sorted, lists not indented. */
function block(value, indent) {
	return Object.keys(value)
		.sort()
		.map((key) => `${indent}${key}:${field(value[key], indent)}`)
		.join("");
}

function field(value, indent) {
	if (Array.isArray(value)) {
		if (value.length === 0) return " []\n";
		return `\n${value.map((item) => `${indent}- ${typeof item === "object" ? block(item, `${indent}  `).trimStart() : `${scalar(item)}\n`}`).join("")}`;
	}
	return typeof value === "object" ? `\n${block(value, `${indent}  `)}` : ` ${scalar(value)}\n`;
}

function scalar(text) {
	return /^$|^[*\d]|^true$|: /.test(text) ? JSON.stringify(text) : text;
}

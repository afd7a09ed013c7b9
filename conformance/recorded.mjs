// Small cases of what rolecall once read otherwise than Kubernetes, and of what is easily read
// otherwise: questions with the judge's answers, which `npm test` holds rolecall to without Go.
//
//   node recorded.mjs [--check]
//
// Asks every question of test/conformance/recorded/*.json again and writes the answers; with --check
// it writes nothing and ends with code 1 if any has changed. A new case is a question added by hand.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { newest } from "./build.mjs";
import { startJudge } from "./processes.mjs";

const folder = join(
	dirname(fileURLToPath(import.meta.url)),
	"..",
	"test",
	"conformance",
	"recorded",
);

/** By kind of case: the question for the judge, and what of its answer is kept. */
const kinds = {
	"request lines": {
		ask: ({ method, url }) => ({ op: "requestInfo", method, url }),
		keep: (answer) => {
			if (answer.error) return { refused: true };
			const { verb, path, apiGroup, resource, subresource, namespace, name } = answer;
			return answer.isResourceRequest
				? { request: { kind: "resource", verb, apiGroup, resource, subresource, namespace, name } }
				: { request: { kind: "path", verb, path } };
		},
	},
	texts: {
		ask: ({ text }) => ({ op: "yamlStream", text }),
		keep: ({ documents, error }) => ({ documents, refused: error !== "" }),
	},
	objects: {
		ask: ({ object }) => ({
			op: "validate",
			object,
			namespace: object.metadata?.namespace || "default",
		}),
		keep: ({ ok, errors, decodeError }) => ({
			ok,
			unreadable: decodeError !== undefined,
			errors: errors.map(({ field, message }) => ({ field, message })),
		}),
	},
	"aggregated roles": {
		ask: ({ roles }) => [{ op: "world", aggregate: true, objects: roles }, { op: "dump" }],
		keep: ({ clusterRoles }) =>
			clusterRoles.map(({ metadata, rules }) => ({ name: metadata.name, rules: rules ?? [] })),
	},
	writes: {
		ask: ({ world, user, groups, verb, object, old }) => [
			{ op: "world", aggregate: true, objects: world },
			{ op: "write", user, groups, verb, object, ...(old && { old }) },
		],
		keep: ({ code, message }) =>
			[403, 404].includes(code) ? { code, message } : { code: 0, message: "" },
	},
	"missing rules": {
		ask: ({ owner, servant }) => ({ op: "covers", owner, servant }),
		keep: ({ covers, compact }) => ({ covers, compact }),
	},
};

/** For each file what it should be, if it is something else: `[file, text | undefined][]`. */
export async function recordedDifferences(judge) {
	const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
	return Promise.all(
		files.sort().map(async (file) => {
			const before = readFileSync(join(folder, file), "utf8");
			const { note, kind, cases } = JSON.parse(before);
			const { ask, keep } = kinds[kind];
			// Of several lines, which the judge answers in order, the last one counts.
			const lastOf = (questions) => questions.map((one) => judge.tryAsk(one)).at(-1);
			const answers = await Promise.all(cases.map((one) => lastOf([ask(one)].flat())));
			const lines = cases.map(({ answer: _, ...one }, i) =>
				JSON.stringify({ ...one, answer: keep(answers[i]) }),
			);
			const head = `{"note":${JSON.stringify(note)},\n"kind":${JSON.stringify(kind)},\n"cases":[\n`;
			const text = `${head}${lines.join(",\n")}\n]}\n`;
			return [file, text === before ? undefined : text];
		}),
	);
}

async function main(isCheck) {
	const judge = startJudge(newest);
	try {
		for (const [file, text] of await recordedDifferences(judge)) {
			console.log(`${file}: ${text === undefined ? "as recorded" : "changed"}`);
			if (text === undefined) continue;
			if (isCheck) process.exitCode = 1;
			else writeFileSync(join(folder, file), text);
		}
	} finally {
		await judge.close();
	}
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
	await main(process.argv.includes("--check"));
}

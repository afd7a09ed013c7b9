import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

interface Step {
	readonly id: string;
	readonly shell: string;
	readonly env: Readonly<Record<string, string>>;
	readonly run: string;
}

export interface Action {
	readonly inputs: Readonly<
		Record<string, { readonly description: string; readonly default: string }>
	>;
	readonly outputs: Readonly<Record<string, { readonly value: string }>>;
	readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** Where a job runs: its checkout, the action's own, a folder for the runner's files, what is on the path. */
export interface Job {
	readonly workspace: string;
	readonly actionPath: string;
	readonly temp: string;
	readonly path: string;
}

export interface JobResult {
	readonly exit: number;
	/** Both streams, as a runner reads its commands from both. */
	readonly log: string;
	readonly outputs: Readonly<Record<string, string>>;
	readonly summary: string;
}

export const action: Action = parse(
	readFileSync(new URL("../../action.yml", import.meta.url), "utf8"),
);

/** Runs the steps of the composite action with bash as GitHub's runner does; the first that fails is the last. */
export function runAction(job: Job, given: Readonly<Record<string, string>>): JobResult {
	const inputs = Object.fromEntries(
		Object.entries(action.inputs).map(([name, input]) => [name, given[name] ?? input.default]),
	);
	const steps = new Map<string, ReadonlyMap<string, string>>();
	const files = mkdtempSync(join(job.temp, "runner-"));
	const summary = join(files, "summary.md");
	writeFileSync(summary, "");
	let log = "";
	let exit = 0;
	for (const step of action.runs.steps) {
		const script = join(files, `${step.id}.sh`);
		const output = join(files, `${step.id}.out`);
		writeFileSync(script, step.run);
		writeFileSync(output, "");
		const env = Object.entries(step.env).map(([key, text]) => [
			key,
			evaluated(text, inputs, steps),
		]);
		const ran = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
			cwd: job.workspace,
			encoding: "utf8",
			env: {
				...{ PATH: job.path, HOME: files, CI: "true", RUNNER_TEMP: job.temp },
				...{ GITHUB_ACTION_PATH: job.actionPath, GITHUB_WORKSPACE: job.workspace },
				...{ GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary },
				...Object.fromEntries(env),
			},
		});
		log += ran.stdout + ran.stderr;
		steps.set(step.id, outputsIn(readFileSync(output, "utf8")));
		exit = ran.status ?? -1;
		if (exit !== 0) break;
	}
	const outputs = Object.entries(action.outputs).map(([name, { value }]) => [
		name,
		evaluated(value, inputs, steps),
	]);
	const told = readFileSync(summary, "utf8");
	return { exit, log, outputs: Object.fromEntries(outputs), summary: told };
}

/** `${{ inputs.paths }}` and `${{ steps.test.outputs.junit }}`; an output that was not set is empty. */
function evaluated(
	text: string,
	inputs: Readonly<Record<string, string>>,
	steps: ReadonlyMap<string, ReadonlyMap<string, string>>,
): string {
	return text.replace(/\$\{\{(.*?)\}\}/g, (all, expression: string) => {
		const words = expression.trim().split(".");
		const [context, name = "", , output = ""] = words;
		if (context === "inputs" && words.length === 2 && name in inputs) return inputs[name] ?? "";
		if (context === "steps" && words.length === 4) return steps.get(name)?.get(output) ?? "";
		throw new Error(`no runner knows ${all}`);
	});
}

function outputsIn(text: string): ReadonlyMap<string, string> {
	const lines = text.split("\n").filter((line) => line !== "");
	return new Map(
		lines.map((line) => {
			const at = line.indexOf("=");
			if (at < 1) throw new Error(`a runner refuses the output ${JSON.stringify(line)}`);
			return [line.slice(0, at), line.slice(at + 1)];
		}),
	);
}

/** A program on the path that notes its arguments and then runs a script. */
export function fakeProgram(folder: string, name: string, script: string): string {
	mkdirSync(folder, { recursive: true });
	const notes = join(folder, `${name}.notes`);
	const text = `#!/usr/bin/env bash\nprintf '%s\\n' "$*" >> '${notes}'\n${script}\n`;
	writeFileSync(join(folder, name), text, { mode: 0o755 });
	return notes;
}

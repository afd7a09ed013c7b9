import { type Command, Option } from "commander";
import type { LoadOptions } from "../load/snapshot.ts";
import { didYouMean } from "../model/did-you-mean.ts";
import type { Problem } from "../model/problem.ts";
import { type Format, formatNames } from "../render/formats.ts";
import { type ClusterOptions, withClusterOptions } from "./cluster-options.ts";
import type { Io } from "./io.ts";
import { appended } from "./listed.ts";
import { UsageError } from "./usage-error.ts";

/** Which manifests are read, and how. */
export interface ManifestOptions {
	readonly filename: readonly string[];
	readonly defaultNamespace?: string;
	readonly kubernetesVersion?: string;
	readonly bootstrapPolicy: boolean;
	/** What stands there, of a command that does not read `filename` as a part of it. */
	readonly existing?: readonly string[];
	/** Texts read already, beside the files. */
	readonly texts?: LoadOptions["texts"];
	/** Of what is wrong with the input, tell only what leaves objects out. */
	readonly onlyErrors?: boolean;
	/** What is wrong with the input that the answer tells itself. */
	readonly isToldElsewhere?: (problem: Problem) => boolean;
}

/** What every command about a whole world reads. */
export type InputOptions = ManifestOptions & ClusterOptions;

/** What every command says, and how. */
export interface OutputOptions {
	readonly output?: Format;
	readonly headers: boolean;
	readonly color: ColorChoice;
	readonly quiet: boolean;
	readonly verbose: boolean;
	readonly strict: boolean;
}

export type CommonOptions = InputOptions & OutputOptions;
type ColorChoice = "auto" | "always" | "never";

/** The options that are the same for every command; `more` are formats that only this one has. */
export function withCommonOptions(command: Command, more: readonly Format[] = []): Command {
	return withOutputOptions(withClusterOptions(withManifestOptions(command)), more);
}

/** The options that name manifests. */
export function withManifestOptions(command: Command): Command {
	return command
		.optionsGroup("Input:")
		.option(
			"-f, --filename <path>",
			"manifests: a file, folder, glob or - (repeatable)",
			appended,
			[],
		)
		.option("--default-namespace <ns>", "where objects without a namespace go (default: default)")
		.option(
			"--kubernetes-version <1.NN>",
			"whose default roles and resources count (default: newest)",
		)
		.option("--no-bootstrap-policy", "leave out the roles and bindings every API server creates");
}

/** The options that say how to answer; `more` are formats that only this command has. */
export function withOutputOptions(command: Command, more: readonly Format[] = []): Command {
	const formats = [...formatNames, ...more];
	// Help is broken at spaces only.
	const told =
		more.length > 1 ? `${formatNames.join("|")} or ${more.join("|")}` : formats.join("|");
	return command
		.optionsGroup("Output:")
		.addOption(
			new Option("-o, --output <format>", told).argParser((text) => oneOf("-o", text, formats)),
		)
		.option("--no-headers", "tables without their header line and legend")
		.addOption(
			new Option("--color <when>", "auto|always|never (default: auto, as NO_COLOR says)")
				.default("auto")
				.argParser(colorOf),
		)
		.option("-q, --quiet", "print nothing, only exit with the code", false)
		.option("-v, --verbose", "every note and warning about the input", false)
		.option("--strict", "unknown names and refused objects are errors", false);
}

/** `-n` and `-A`: the scope of the question. */
export function withScopeOptions(command: Command): Command {
	return command
		.option("-n, --namespace <ns>", "the namespace asked about (default: default)")
		.option("-A, --all-namespaces", "ask without a namespace: all of them");
}

/** Examples for the end of a command's help, with the name the program was called by. */
export function examples(io: Io, lines: readonly string[]): string {
	const named = lines.map((line) => `  ${line.replace("rolecall", programName(io))}\n`);
	return `\nExamples:\n${named.join("")}`;
}

export function programName(io: Io): string {
	return io.calledAs === "kubectl-rolecall" ? "kubectl rolecall" : "rolecall";
}

function colorOf(text: string): ColorChoice {
	return oneOf("--color", text, ["auto", "always", "never"]);
}

function oneOf<T extends string>(option: string, text: string, choices: readonly T[]): T {
	const found = choices.find((choice) => choice === text);
	if (found !== undefined) return found;
	const hint = didYouMean(text, choices);
	throw new UsageError(`${option} takes ${choices.join(", ")}, found \`${text}\`${hint}`);
}

import { Command } from "commander";
import type { Origin } from "../../model/origin.ts";
import type { Problem } from "../../model/problem.ts";
import type { Review } from "../../model/review.ts";
import type { Format } from "../../render/formats.ts";
import type { Refusal, ReviewFormat } from "../../render/reviews.ts";
import type { Grants } from "../../resolve/grants.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { inEachWorld } from "../in-each-world.ts";
import type { Io } from "../io.ts";
import { type CommonOptions, examples, withCommonOptions } from "../options.ts";
import type { Batch } from "../review-batches.ts";
import type { Teller } from "../teller.ts";
import { UsageError } from "../usage-error.ts";

/** `rolecall review`: review objects in, answered objects out. */
export function reviewCommand(io: Io, exit: (code: ExitCode) => void): Command {
	const command = new Command("review")
		.summary("SubjectAccessReview objects in, answered objects out")
		.description(
			"Answers SubjectAccessReview, LocalSubjectAccessReview, SelfSubjectAccessReview and SelfSubjectRulesReview objects as the API server does: for exactly the user and groups given, with `status` filled. YAML or JSON comes back as such; one JSON object a line is answered line by line, as it comes.",
		)
		.argument("[file...]", "the reviews: files, or - for standard input (the default)");
	return withCommonOptions(command)
		.addHelpText(
			"after",
			examples(io, [
				"rolecall review review.yaml -f manifests/",
				"rolecall review -f manifests/ < reviews.ndjson > answers.ndjson",
				"rolecall review reviews.json -f manifests/ -o yaml",
			]),
		)
		.addHelpText("after", "Exits with 0, or with 2 when a review or other input was wrong.")
		.action(async (files: readonly string[], options: CommonOptions) =>
			exit(await answer(io, files.length === 0 ? ["-"] : files, options)),
		);
}

async function answer(io: Io, files: readonly string[], options: CommonOptions): Promise<ExitCode> {
	const format = reviewFormat(options.output);
	if (files.filter((file) => file === "-").length + Number(options.filename.includes("-")) > 1) {
		throw new UsageError("standard input is read once: name a file for the reviews or with -f");
	}
	if (options.context.length > 1 || options.allContexts === true) {
		throw new UsageError("review answers for one cluster");
	}
	return inEachWorld(io, options, ({ grants }, teller) =>
		reviewed(io, grants, files, format, teller),
	);
}

async function reviewed(
	io: Io,
	grants: Grants,
	files: readonly string[],
	format: ReviewFormat | undefined,
	teller: Teller,
): Promise<ExitCode> {
	const [{ review }, { reviewBatches }, reader] = await Promise.all([
		import("../../answer/review.ts"),
		import("../review-batches.ts"),
		batchReader(teller, grants.snapshot.kubernetesVersion),
	]);
	const { reviewsText } = await import("../../render/reviews.ts");
	for (const file of files) {
		for await (const batch of reviewBatches(readable(io, file))) {
			const read = reader.read(file === "-" ? "<stdin>" : file, batch);
			const answers = read.map((one) => (one.kind === "Status" ? one : review(grants, one)));
			const text = reviewsText(answers, format ?? formatOf(batch));
			if (!teller.options.quiet) io.out(text);
		}
	}
	return reader.refused() ? exitCodes.usage : exitCodes.yes;
}

/** A file's text as it comes; a path that cannot be read is the user's to mend. */
async function* readable(io: Io, file: string): AsyncIterable<string> {
	try {
		yield* io.chunks(file);
	} catch (error) {
		const code = error instanceof Error && "code" in error ? String(error.code) : "";
		const why = readFailures.get(code);
		if (why === undefined) throw error;
		throw new UsageError(`\`${file}\` ${why}`);
	}
}

const readFailures: ReadonlyMap<string, string> = new Map([
	["ENOENT", "does not exist"],
	["ENOTDIR", "does not exist"],
	["EISDIR", "is a folder, not a file of reviews"],
	["EACCES", "may not be read"],
	["EPERM", "may not be read"],
]);

function reviewFormat(output: Format | undefined): ReviewFormat | undefined {
	if (output === undefined || output === "json" || output === "yaml" || output === "ndjson") {
		return output;
	}
	throw new UsageError(`review answers with json, yaml or ndjson, found \`-o ${output}\``);
}

function formatOf({ shape }: Batch): ReviewFormat {
	return shape === "lines" ? "ndjson" : shape;
}

interface BatchReader {
	readonly read: (file: string, batch: Batch) => readonly (Review | Refusal)[];
	/** Whether anything was refused so far. */
	readonly refused: () => boolean;
}

/** Reads batches; each refused review leaves a Status in its place, so that answers and questions stay in step. */
async function batchReader(teller: Teller, kubernetesVersion: string): Promise<BatchReader> {
	const [{ readReviews }, { refusalOf }, { problemLines }] = await Promise.all([
		import("../../load/reviews.ts"),
		import("../../render/reviews.ts"),
		import("../../render/problems.ts"),
	]);
	let refused = false;
	const read = (file: string, batch: Batch): readonly (Review | Refusal)[] => {
		const answers: (Review | Refusal)[] = [];
		let last: Origin | undefined;
		const problem = (found: Problem): void => {
			const moved = { ...found, origin: movedDown(found.origin, batch.linesBefore) };
			for (const line of problemLines([moved], true, teller.errStyle)) teller.line(line);
			if (found.severity !== "error" || found.origin === last) return;
			last = found.origin;
			refused = true;
			answers.push(refusalOf(found));
		};
		const review = (found: Review): void => void answers.push(found);
		readReviews(file, batch.text, { review, problem }, { kubernetesVersion });
		return answers;
	};
	return { read, refused: () => refused };
}

function movedDown(origin: Origin, lines: number): Origin {
	if (lines === 0) return origin;
	return {
		file: origin.file,
		at: (path) => {
			const position = origin.at(path);
			return position && { line: position.line + lines, column: position.column };
		},
	};
}

import { Command } from "commander";
import type { VerificationQuestion } from "../../answer/verification-questions.ts";
import type { Reply } from "../../load/live/ask-server.ts";
import type { Connection } from "../../load/live/connection.ts";
import type { Verdict } from "../../model/answer.ts";
import type { AccessReviewStatus } from "../../model/review.ts";
import type { Disagreement, Verification } from "../../model/verification.ts";
import type { Grants } from "../../resolve/grants.ts";
import { specOf } from "../ask-server.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { inEachWorld } from "../in-each-world.ts";
import type { Io } from "../io.ts";
import type { World } from "../open-world.ts";
import { type CommonOptions, examples, withCommonOptions } from "../options.ts";
import { progressOn } from "../progress.ts";
import type { Teller } from "../teller.ts";
import { UsageError } from "../usage-error.ts";

interface VerifyOptions extends CommonOptions {
	readonly sample: number;
	readonly all?: boolean;
}

const questionsASecond = 500;
/** More than this takes long enough to say so first. */
const manyQuestions = 20_000;

/** `rolecall verify`: does the live server agree with rolecall? */
export function verifyCommand(io: Io, exit: (code: ExitCode) => void): Command {
	const command = new Command("verify")
		.summary("does the live server agree with rolecall?")
		.description(
			"Asks the live server, with SubjectAccessReviews, what rolecall answers from its roles and bindings, and prints how often they agree.",
		)
		.optionsGroup("Question:")
		.option("--sample <count>", "how many questions (default: 1000)", countOf, 1000)
		.option("--all", "every question the rules suggest");
	return withCommonOptions(command)
		.addHelpText(
			"after",
			examples(io, ["rolecall verify --context prod", "rolecall verify --context prod --all"]),
		)
		.addHelpText(
			"after",
			"Exits with 0 when they agree, 1 when not, 4 when the server cannot be asked.",
		)
		.action(async (options: VerifyOptions) => exit(await verified(io, options)));
}

function countOf(text: string): number {
	const count = Number(text);
	if (Number.isInteger(count) && count > 0) return count;
	throw new UsageError(`--sample takes a number of questions, found \`${text}\``);
}

async function verified(io: Io, options: VerifyOptions): Promise<ExitCode> {
	if (options.filename.length > 0 || options.clusterSnapshot !== undefined) {
		throw new UsageError(
			"verify asks a live cluster about itself: leave out manifests and snapshot files",
		);
	}
	const limits = { inFlight: 16, perSecond: questionsASecond };
	return inEachWorld(io, { ...options, limits }, (world, teller) =>
		compared(io, world, options, teller),
	);
}

async function compared(
	io: Io,
	{ grants, connection }: World,
	options: VerifyOptions,
	teller: Teller,
): Promise<ExitCode> {
	if (connection === undefined) throw new Error("verify was run without a cluster");
	const { verificationQuestions } = await import("../../answer/verification-questions.ts");
	const sample = options.all === true ? undefined : options.sample;
	const { count, questions } = verificationQuestions(grants, sample);
	if (count > manyQuestions) {
		const minutes = (count / questionsASecond / 60).toFixed(1);
		teller.note(
			`${count.toLocaleString("en-US")} questions, ${minutes} minutes at least; ^C ends it, --sample asks fewer`,
		);
	}
	const progress = progressOn(io);
	const comparison = new Comparison(grants, connection);
	try {
		for (const batch of batches(questions)) {
			await comparison.ask(batch, (asked) =>
				progress.say(`${connection.context}: ${asked} of ${count} questions`),
			);
		}
	} finally {
		progress.end();
	}
	const verification = comparison.result();
	await teller.answer({ kind: "Verification", verification });
	if (verification.disagreements.length > 0) return exitCodes.no;
	return verification.agreed > 0 ? exitCodes.yes : exitCodes.unknown;
}

/** So many questions are in memory at once. */
function* batches(
	questions: Iterable<VerificationQuestion>,
): Iterable<readonly VerificationQuestion[]> {
	let batch: VerificationQuestion[] = [];
	for (const question of questions) {
		batch.push(question);
		if (batch.length < 2000) continue;
		yield batch;
		batch = [];
	}
	yield batch;
}

/** The answers of rolecall beside those of the server, counted. */
class Comparison {
	readonly #grants: Grants;
	readonly #connection: Connection;
	readonly #counts = { asked: 0, agreed: 0, unknown: 0, unanswered: 0 };
	readonly #disagreements: Disagreement[] = [];

	constructor(grants: Grants, connection: Connection) {
		this.#grants = grants;
		this.#connection = connection;
	}

	async ask(
		questions: readonly VerificationQuestion[],
		onCount: (asked: number) => void,
	): Promise<void> {
		const [{ reviewAccess }, { verdictFor }] = await Promise.all([
			import("../../load/live/ask-server.ts"),
			import("../../answer/can.ts"),
		]);
		const before = this.#counts.asked;
		const specs = questions.map(({ identity, request }) => specOf(identity, request));
		const replies = await reviewAccess(this.#connection, specs, {
			onCount: (count) => onCount(before + count),
		});
		this.#counts.asked += questions.length;
		for (const [index, question] of questions.entries()) {
			const verdict = verdictFor(this.#grants, question.identity, question.request);
			this.#count(question, verdict, replies[index]);
		}
	}

	#count(
		question: VerificationQuestion,
		verdict: Verdict,
		reply: Reply<AccessReviewStatus> | undefined,
	): void {
		if (reply === undefined || reply.kind === "error") this.#counts.unanswered += 1;
		else if (verdict === "unknown") this.#counts.unknown += 1;
		else if ((verdict === "yes") === reply.status.allowed) this.#counts.agreed += 1;
		else this.#disagreements.push(disagreement(question, verdict, reply.status));
	}

	result(): Verification {
		const { context } = this.#connection;
		return { context, ...this.#counts, disagreements: this.#disagreements };
	}
}

function disagreement(
	question: VerificationQuestion,
	rolecall: "yes" | "no",
	{ reason = "" }: AccessReviewStatus,
): Disagreement {
	const server = rolecall === "yes" ? "no" : "yes";
	return { ...question, rolecall, server, reason, cause: causeOf(question, server) };
}

/** RBAC never denies: what it allows and the server does not was denied before it, and the other way round. */
function causeOf({ identity }: VerificationQuestion, server: "yes" | "no"): string {
	if (server === "no")
		return "a webhook authorizer that denies, or the scopes of an OpenShift token";
	if (identity.name.startsWith("system:node:")) return "the Node authorizer";
	return "another authorizer beside RBAC (Webhook, Node, ABAC), or a change since the lists were read";
}

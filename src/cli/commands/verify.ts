import { Command } from "commander";
import type { VerificationQuestion } from "../../answer/verification-questions.ts";
import type { AccessReviewStatus } from "../../model/review.ts";
import type { Disagreement } from "../../model/verification.ts";
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
			examples(io, [
				"rolecall verify --context prod",
				"rolecall verify --context prod --all",
			]),
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
	const limits = { inFlight: 16, perSecond: 500 };
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
	const [{ verificationQuestions }, { reviewAccess }, { can }] = await Promise.all([
		import("../../answer/verification-questions.ts"),
		import("../../load/live/ask-server.ts"),
		import("../../answer/can.ts"),
	]);
	const questions = verificationQuestions(
		grants,
		options.all === true ? undefined : options.sample,
	);
	const progress = progressOn(io);
	const specs = questions.map(({ identity, request }) => specOf(identity, request));
	const onCount = (count: number): void =>
		progress.say(`${connection.context}: ${count} of ${specs.length} questions`);
	const replies = await reviewAccess(connection, specs, { onCount });
	progress.end();
	const counts = { agreed: 0, unknown: 0, unanswered: 0 };
	const disagreements: Disagreement[] = [];
	for (const [index, question] of questions.entries()) {
		const reply = replies[index];
		const { verdict } = can(grants, question.identity, question.request);
		if (reply === undefined || reply.kind === "error") counts.unanswered += 1;
		else if (verdict === "unknown") counts.unknown += 1;
		else if ((verdict === "yes") === reply.status.allowed) counts.agreed += 1;
		else disagreements.push(disagreement(question, verdict, reply.status));
	}
	const { context } = connection;
	const verification = { context, asked: questions.length, ...counts, disagreements };
	await teller.answer({ kind: "Verification", verification });
	return disagreements.length > 0 ? exitCodes.no : exitCodes.yes;
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

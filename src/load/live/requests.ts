import { isRecord } from "../json-record.ts";
import type { Access } from "./access.ts";
import type { Clock } from "./clock.ts";
import { ClusterError, oneLine } from "./cluster-error.ts";
import type { CredentialSource, Credentials } from "./credentials.ts";
import { explainFailure, isPassing, RequestTimeout } from "./failure-words.ts";
import { linkedAbort } from "./linked-abort.ts";
import { Pace, type PaceLimits } from "./pace.ts";
import type { Method } from "./read-only-guard.ts";
import { type Answer, readBody, send } from "./send.ts";

export interface RequestLimits extends PaceLimits {
	readonly connectSeconds: number;
	/** For one try, from its start to the end of its answer. */
	readonly requestSeconds: number;
	readonly tries: number;
	readonly mostBytes: number;
}

/** kubectl's own rate, and an answer that still fits into a string. */
export const usualLimits: RequestLimits = {
	inFlight: 8,
	perSecond: 50,
	burst: 300,
	connectSeconds: 10,
	requestSeconds: 60,
	tries: 5,
	mostBytes: 256 * 1024 * 1024,
};

export interface RequestOptions {
	readonly query?: Readonly<Record<string, string>>;
	readonly accept?: string;
	readonly signal?: AbortSignal | undefined;
}

const firstWait = 250;
/** A server may ask for more patience than a person has. */
const longestWait = 30_000;

type Sent = { readonly method: Method; readonly path: string; readonly body?: string };

/** Everything rolecall asks of one API server: bounded, paced, and retried where that may help. */
export class Requests {
	readonly #access: Access;
	readonly #credentials: CredentialSource;
	readonly #limits: RequestLimits;
	readonly #clock: Clock;
	readonly #pace: Pace;
	readonly #signal: AbortSignal;
	#hasAnswered = false;

	constructor(
		access: Access,
		credentials: CredentialSource,
		limits: RequestLimits,
		clock: Clock,
		signal: AbortSignal,
	) {
		this.#access = access;
		this.#credentials = credentials;
		this.#limits = limits;
		this.#clock = clock;
		this.#pace = new Pace(limits, clock);
		this.#signal = signal;
	}

	/** The JSON a path answers with. */
	get(path: string, options: RequestOptions = {}): Promise<unknown> {
		return this.#ask({ method: "GET", path }, options);
	}

	/** Asks a question of a review API; the answer is the review with its status. */
	create(path: string, body: unknown, options: RequestOptions = {}): Promise<unknown> {
		return this.#ask({ method: "POST", path, body: JSON.stringify(body) }, options);
	}

	/** An answer that goes on until one side ends it: a watch. It takes no place among the requests in flight. */
	async stream(path: string, options: RequestOptions): Promise<Answer["body"]> {
		const signal =
			options.signal === undefined ? this.#signal : AbortSignal.any([this.#signal, options.signal]);
		try {
			const answer = await this.#answer({ method: "GET", path }, options, signal);
			if (answer.status === 200) return answer.body;
			throw this.#refusal(answer.status, await this.#read(answer, path));
		} catch (error) {
			throw this.#explained(error, signal);
		}
	}

	async #ask(sent: Sent, options: RequestOptions): Promise<unknown> {
		const { signal, unlink } = linkedAbort(this.#signal, options.signal);
		try {
			for (let attempt = 1; ; attempt += 1) {
				const outcome = await this.#pace.run(() => this.#try(sent, options, signal), signal);
				if (outcome.kind === "done") return outcome.value;
				if (attempt >= this.#limits.tries) throw outcome.error;
				const wait = outcome.wait ?? firstWait * 2 ** (attempt - 1);
				await this.#clock.sleep(Math.min(wait, longestWait), signal);
			}
		} finally {
			unlink();
		}
	}

	async #try(sent: Sent, options: RequestOptions, signal: AbortSignal): Promise<Outcome> {
		const { requestSeconds } = this.#limits;
		const either = linkedAbort(signal);
		const timer = setTimeout(
			() => either.abort(new RequestTimeout("answer", requestSeconds)),
			requestSeconds * 1000,
		);
		try {
			const answer = await this.#answer(sent, options, either.signal);
			const text = await this.#read(answer, sent.path);
			if (answer.status >= 200 && answer.status < 300) {
				return { kind: "done", value: this.#parse(text, sent.path) };
			}
			const error = this.#refusal(answer.status, text);
			if (!isBusy(answer.status)) throw error;
			return { kind: "again", error, wait: this.#retryAfter(answer) };
		} catch (error) {
			const reason = either.signal.aborted ? either.signal.reason : error;
			const explained = this.#explained(reason, signal);
			if (!isPassing(reason, this.#hasAnswered)) throw explained;
			return { kind: "again", error: explained, wait: undefined };
		} finally {
			clearTimeout(timer);
			either.unlink();
		}
	}

	/** Sends; when the credentials are refused, sends once more with new ones. */
	async #answer(sent: Sent, options: RequestOptions, signal: AbortSignal): Promise<Answer> {
		const credentials = await this.#credentials.current();
		const answer = await this.#send(sent, options, signal, credentials);
		if (answer.status !== 401) return answer;
		const others = await this.#credentials.after(credentials);
		if (others === credentials) return answer;
		answer.body.resume();
		return this.#send(sent, options, signal, others);
	}

	async #send(
		sent: Sent,
		options: RequestOptions,
		signal: AbortSignal,
		credentials: Credentials,
	): Promise<Answer> {
		const answer = await send({
			server: this.#access.server,
			compresses: this.#access.compresses,
			connectSeconds: this.#limits.connectSeconds,
			query: options.query ?? {},
			accept: options.accept ?? "application/json",
			method: sent.method,
			path: sent.path,
			body: sent.body,
			credentials,
			signal,
		});
		this.#hasAnswered = true;
		return answer;
	}

	#read(answer: Answer, path: string): Promise<string> {
		return readBody(answer, this.#limits.mostBytes, this.#place(path));
	}

	#parse(text: string, path: string): unknown {
		try {
			return JSON.parse(text);
		} catch {
			const found = text.trim() === "" ? "nothing" : `\`${oneLine(text, 60)}\``;
			throw new ClusterError("protocol", this.#place(path), `expected JSON, found ${found}`);
		}
	}

	#refusal(status: number, text: string): ClusterError {
		const said = statusMessage(text);
		const place = this.#access.server.origin;
		if (status === 401) {
			const who = this.#access.proof.kind === "none" ? "" : ": the credentials may have expired";
			return new ClusterError("unauthorized", place, `unauthorized${who}`, status);
		}
		if (status === 403) {
			return new ClusterError(
				"forbidden",
				place,
				`forbidden: ${said || "no reason given"}`,
				status,
			);
		}
		const says = `the server answers ${status}${said === "" ? "" : `: ${said}`}`;
		return new ClusterError("protocol", place, says, status);
	}

	#retryAfter(answer: Answer): number | undefined {
		const written = answer.headers["retry-after"];
		if (written === undefined) return undefined;
		if (/^\d+$/.test(written)) return Number(written) * 1000;
		const date = Date.parse(written);
		return Number.isNaN(date) ? undefined : Math.max(0, date - this.#clock.now());
	}

	#explained(error: unknown, signal: AbortSignal): unknown {
		if (signal.aborted) return signal.reason;
		return explainFailure(error, this.#access.server.origin);
	}

	#place(path: string): string {
		return `${this.#access.server.origin}${path}`;
	}
}

type Outcome =
	| { readonly kind: "done"; readonly value: unknown }
	| { readonly kind: "again"; readonly error: unknown; readonly wait: number | undefined };

/** Too many requests, or a server that is not well. */
function isBusy(status: number): boolean {
	return status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

/** What a `Status` object says, or else the first line of the text. */
function statusMessage(text: string): string {
	try {
		const value: unknown = JSON.parse(text);
		const message = isRecord(value) ? value["message"] : undefined;
		return typeof message === "string" ? oneLine(message) : "";
	} catch {
		return oneLine(text, 100);
	}
}

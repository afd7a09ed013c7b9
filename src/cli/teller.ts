import type { Answer } from "../render/answer.ts";
import type { ContextAnswer } from "../render/context-answer.ts";
import { answerText, type Format } from "../render/formats.ts";
import { colourStyle, type Look, plainStyle, type Style } from "../render/style.ts";
import type { View } from "../render/view.ts";
import { visible } from "../render/visible.ts";
import type { Io } from "./io.ts";
import type { OutputOptions } from "./options.ts";
import { placeInRepository } from "./place-in-repository.ts";
import { version } from "./version.ts";

/** How one run speaks: answers to standard output, everything else to standard error. */
export interface Teller {
	readonly options: OutputOptions;
	readonly errStyle: Style;
	readonly note: (text: string) => void;
	readonly warn: (text: string) => void;
	/** Of what makes the run a no. What ends it is thrown. */
	readonly error: (text: string) => void;
	/** A line that is already whole. */
	readonly line: (text: string) => void;
	readonly answer: (answer: Answer) => Promise<void>;
	/** How the person at standard output looks at what is said. */
	readonly view: View;
	/** The same, speaking to another output. */
	readonly on: (io: Io) => Teller;
}

export function tellerOf(io: Io, options: OutputOptions): Teller {
	const errStyle = styleFor(io, options, io.errIsTerminal);
	const line = (text: string): void => {
		if (!options.quiet) io.err(`${text}\n`);
	};
	const labelled = (label: string, look: Look, text: string): void =>
		line(`${errStyle.paint(look, `${label}:`)} ${visible(text)}`);
	return {
		options,
		errStyle,
		line,
		note: (text) => labelled("note", "quiet", text),
		warn: (text) => labelled("warning", "warning", text),
		error: (text) => labelled("error", "no", text),
		answer: async (answer) => {
			if (options.quiet) return;
			io.out(await answerText(answer, options.output ?? "table", viewFor(io, options)));
		},
		view: viewFor(io, options),
		on: (other) => tellerOf(other, options),
	};
}

/** A teller for one of several contexts: keeps the answers, and names the context in all it says. */
export function tellerFor(teller: Teller, context: string, answers: Answer[]): Teller {
	return {
		...teller,
		note: (text) => teller.note(`${context}: ${text}`),
		warn: (text) => teller.warn(`${context}: ${text}`),
		error: (text) => teller.error(`${context}: ${text}`),
		answer: async (answer) => void answers.push(answer),
	};
}

/** The answers of several contexts in the format asked for. */
export async function answerSideBySide(
	io: Io,
	options: OutputOptions,
	items: readonly ContextAnswer[],
): Promise<void> {
	if (options.quiet) return;
	const { sideBySideText } = await import("../render/side-by-side.ts");
	io.out(await sideBySideText(items, options.output ?? "table", viewFor(io, options)));
}

/** The same as a line of a run that failed before it had options. */
export function errorLine(io: Io, message: string): void {
	const style = io.errIsTerminal && mayColour(io) ? colourStyle : plainStyle;
	io.err(`${style.paint("no", "error:")} ${visible(message)}\n`);
}

/** True for the formats that carry gaps and notes themselves. */
export function tellsAll(format: Format | undefined): boolean {
	return format === "json" || format === "yaml";
}

function viewFor(io: Io, options: OutputOptions): View {
	const at = placeInRepository(io);
	return {
		style: styleFor(io, options, io.columns !== undefined),
		width: io.columns ?? Number.POSITIVE_INFINITY,
		headers: options.headers,
		version,
		wide: false,
		verbose: options.verbose,
		...(at && { at }),
	};
}

function styleFor(io: Io, { color }: OutputOptions, isTerminal: boolean): Style {
	if (color === "never") return plainStyle;
	if (color === "always") return colourStyle;
	return isTerminal && mayColour(io) ? colourStyle : plainStyle;
}

/** https://no-color.org: any text in NO_COLOR switches colours off. */
function mayColour(io: Io): boolean {
	return !io.env("NO_COLOR") && io.env("TERM") !== "dumb";
}

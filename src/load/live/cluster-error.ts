/**
 * `config`: the kubeconfig or what it asks for is wrong. `unreachable`: no answer. `unauthorized`: nobody the server
 * knows. `forbidden`: known, and refused. `protocol`: an answer that makes no sense, or a 4xx or 5xx of another kind.
 */
export type ClusterErrorCode = "config" | "unreachable" | "unauthorized" | "forbidden" | "protocol";

/** Why a cluster or a snapshot of one could not be read, in one line with its place first. */
export class ClusterError extends Error {
	override readonly name = "ClusterError";
	readonly code: ClusterErrorCode;
	/** The message without its place. */
	readonly says: string;
	/** The HTTP status, when it was an answer of the server. */
	readonly status: number | undefined;

	constructor(code: ClusterErrorCode, place: string, says: string, status?: number) {
		super(`${place}: ${says}`);
		this.code = code;
		this.says = says;
		this.status = status;
	}
}

/** The first line of a text that somebody else wrote, made fit for a message of one line. */
export function oneLine(text: string, atMost = 300): string {
	const line =
		text
			.split(/[\r\n]+/)
			.map((part) => part.trim())
			.find((part) => part !== "") ?? "";
	// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences must not reach the terminal.
	const clean = line.replace(/[\u0000-\u001f\u007f-\u009f]/g, "�");
	return clean.length > atMost ? `${clean.slice(0, atMost)}…` : clean;
}

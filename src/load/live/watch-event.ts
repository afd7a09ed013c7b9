import type { Readable } from "node:stream";
import { isRecord, type JsonRecord } from "../json-record.ts";
import { ClusterError, oneLine } from "./cluster-error.ts";

const mostLine = 16 * 1024 * 1024;

/** The lines of an answer as they come: one event each. */
export async function* linesOf(body: Readable): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	let rest = "";
	for await (const chunk of body) {
		rest += decoder.decode(chunk as Buffer, { stream: true });
		const lines = rest.split("\n");
		rest = lines.pop() ?? "";
		if (rest.length > mostLine) {
			throw new ClusterError("protocol", "watch", "an event is longer than 16 MB");
		}
		for (const line of lines) if (line.trim() !== "") yield line;
	}
}

export interface WatchEvent {
	readonly type: string;
	readonly object: JsonRecord;
}

export function parseEvent(line: string, place: string): WatchEvent {
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		value = undefined;
	}
	if (isRecord(value) && typeof value["type"] === "string" && isRecord(value["object"])) {
		return { type: value["type"], object: value["object"] };
	}
	throw new ClusterError("protocol", place, `expected an event, found \`${oneLine(line, 60)}\``);
}

/** What an event of type ERROR says. */
export function eventError(status: JsonRecord, place: string): ClusterError {
	const code = typeof status["code"] === "number" ? status["code"] : 500;
	const message = typeof status["message"] === "string" ? oneLine(status["message"]) : "no reason";
	return new ClusterError("protocol", place, `the watch ended: ${message}`, code);
}

import { readFileSync } from "node:fs";
import type { JsonRecord } from "../json-record.ts";

/** The JSON Schema of suite files that ships with rolecall. */
export function suiteSchema(): JsonRecord {
	const file = new URL("../../../schema/suite.v1.json", import.meta.url);
	return JSON.parse(readFileSync(file, "utf8")) as JsonRecord;
}

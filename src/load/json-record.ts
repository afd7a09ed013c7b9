/** A mapping as JSON.parse or the YAML reader makes it: own keys only, any value. */
export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Labels and the like, as they came; the keys are the user's: never look one up, only go through them. */
export type StringPairs = Readonly<Record<string, string>>;

/** The API server's decoder takes null as absent. */
export function isAbsent(value: unknown): value is null | undefined {
	return value === undefined || value === null;
}

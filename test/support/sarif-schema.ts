import { readFileSync } from "node:fs";
import { Ajv } from "ajv";

// Of this package only the schema of SARIF 2.1.0 is used, which is written in draft 4.
const file = import.meta.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const { id, ...schema } = JSON.parse(readFileSync(new URL(file), "utf8"));

const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
const characters = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/;
ajv.addFormat("uri-reference", (text) => characters.test(text));
ajv.addFormat("uri", (text) => characters.test(text) && /^[A-Za-z][A-Za-z0-9+.-]*:/.test(text));
ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/);
const validate = ajv.compile({
	...schema,
	$id: id,
	$schema: "http://json-schema.org/draft-07/schema#",
});

/** What SARIF's own schema says against a log; nothing when it fits. */
export function sarifErrors(text: string): readonly string[] {
	validate(JSON.parse(text));
	return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ""}`);
}

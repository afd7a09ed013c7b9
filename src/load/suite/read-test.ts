import type { Assertion, SuiteMarker, SuiteTest, TestSeverity } from "../../model/suite.ts";
import type { Fields } from "../fields.ts";
import { assertionsIn } from "./read-assertions.ts";

const severities = ["info", "warning", "error", "critical"] as const;

/** One entry of `tests`. A test without an id takes its name's words, or its number. */
export function readTest(fields: Fields, index: number, usual: TestSeverity): SuiteTest {
	const before = fields.failures;
	const name = fields.string("name");
	const own = fields.string("id");
	const id = own || slug(name) || `test-${index + 1}`;
	const severity = fields.oneOf("severity", severities, usual);
	const skip = markerOf(fields.fields("skip"));
	const knownFailure = markerOf(fields.fields("knownFailure"));
	const focus = fields.boolean("focus", false);
	const allowEmpty = fields.boolean("allowEmpty", false);
	const tags = fields.strings("tags");
	const place = fields.place;
	const assertions: readonly Assertion[] = assertionsIn(fields, severity);
	fields.done();
	if (assertions.length === 0 && fields.failures === before) {
		fields.fail(
			[],
			`the test \`${id}\` asserts nothing: expected cases, grid, deny, atMost, only, forall …`,
		);
	}
	const words = { id, hasOwnId: own !== "", name: name || id, place, tags };
	return { ...words, assertions, skip, knownFailure, focus, allowEmpty };
}

function slug(name: string): string {
	return name
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.replace(/^-|-$/g, "");
}

/** A reason and a day are required: a skip without an end is a test that was deleted. */
function markerOf(fields: Fields | undefined): SuiteMarker | undefined {
	if (fields === undefined) return undefined;
	const { place } = fields;
	const reason = fields.string("reason");
	const until = fields.text("until")?.text ?? "";
	const issue = fields.text("issue")?.text;
	fields.done();
	if (reason === "") fields.fail([], "expected `reason`");
	if (/^\d{4}-\d{2}-\d{2}$/.test(until)) return { place, reason, until, issue };
	const found = until === "" ? "" : `, found \`${until}\``;
	fields.fail(
		until === "" ? [] : ["until"],
		`expected a day such as 2026-12-31 for \`until\`${found}`,
	);
	return undefined;
}

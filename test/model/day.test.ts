import { expect, test } from "vitest";
import { daysBetween, isDay } from "../../src/model/day.ts";

test.each([
	...["2026-12-31", "2028-02-29", "0001-01-01"].map((day) => [day, true] as const),
	...["2026-02-29", "2026-13-01", "2026-1-1", "2026-12-31T00:00", "", "soon", "26-12-31"].map(
		(day) => [day, false] as const,
	),
])("is `%s` a day: %s", (day, expected) => {
	expect(isDay(day)).toBe(expected);
});

test.each([
	["2026-12-31", "2027-01-01", 1],
	["2026-03-01", "2026-02-28", -1],
	["2026-03-28", "2026-03-30", 2],
	["2026-01-01", "2026-01-01", 0],
])("from %s to %s are %i days", (day, other, expected) => {
	expect(daysBetween(day, other)).toBe(expected);
});

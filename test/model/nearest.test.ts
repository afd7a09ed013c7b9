import { describe, expect, it } from "vitest";
import { editDistance, nearest } from "../../src/model/nearest.ts";

describe("nearest", () => {
	const fields = ["verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"];
	it.each([
		["verb", "verbs"],
		["Verbs", "verbs"],
		["resource", "resources"],
		["resourceName", "resourceNames"],
		["apiGroup", "apiGroups"],
		["nonResourceUrls", "nonResourceURLs"],
		["rules", undefined],
		["x", undefined],
		["", undefined],
		["v".repeat(1_000_000), undefined],
	])("%s → %s", (word, meant) => {
		expect(nearest(word, fields)).toBe(meant);
	});

	it("takes the first of equally near ones", () => {
		expect(nearest("abcd", ["abce", "abcf"])).toBe("abce");
	});
});

describe("editDistance", () => {
	it.each<[string, string, number]>([
		["", "", 0],
		["pods", "pods", 0],
		["pod", "pods", 1],
		["dops", "pods", 2],
		["secrtes", "secrets", 1],
		["kitten", "sitting", 3],
		["abc", "", 3],
	])("%s → %s: %i", (one, other, distance) => {
		expect(editDistance(one, other, 9)).toBe(distance);
		expect(editDistance(other, one, 9)).toBe(distance);
		expect(editDistance(one, other, distance - 1)).toBe(distance === 0 ? 0 : distance);
	});
});

import { expect, test } from "vitest";
import { listAll } from "../../../src/load/live/list-all.ts";
import { refuse, type Script } from "../../support/scripted-server.ts";
import { scripted } from "../../support/scripted-server-connection.ts";

const path = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
const role = (name: string): object => ({ metadata: { name } });
const keep = (item: { readonly [field: string]: unknown }): string =>
	(item["metadata"] as { name: string }).name;
const keyOf = (name: string): string => name;

async function list(script: Script, pageSize?: number) {
	const { server, connection } = await scripted(script);
	const counts: number[] = [];
	const listed = await listAll(connection, path, {
		keep,
		keyOf,
		onCount: (count) => counts.push(count),
		...(pageSize === undefined ? {} : { pageSize }),
	});
	return { names: [...listed.items.keys()], version: listed.resourceVersion, counts, server };
}

test("pages are asked for until there are no more", async () => {
	const { names, version, counts, server } = await list(({ query }) => {
		const start = Number(query.get("continue") ?? 0);
		const next = start === 4 ? {} : { continue: String(start + 2) };
		const metadata = { resourceVersion: start === 0 ? "100" : "107", ...next };
		return { metadata, items: [role(`r${start}`), role(`r${start + 1}`)] };
	});
	expect(names).toEqual(["r0", "r1", "r2", "r3", "r4", "r5"]);
	expect(version).toBe("100");
	expect(counts).toEqual([2, 4, 6]);
	expect(server.log.map(({ query }) => query.toString())).toEqual([
		"limit=500",
		"limit=500&continue=2",
		"limit=500&continue=4",
	]);
});

test("a server that pays no heed to the limit is listed in one go", async () => {
	const items = Array.from({ length: 1200 }, (_, index) => role(`r${index}`));
	const { names, server } = await list(() => ({ metadata: {}, items }));
	expect(names).toHaveLength(1200);
	expect(server.log).toHaveLength(1);
});

test("an empty list may be null", async () => {
	expect((await list(() => ({ metadata: { resourceVersion: "1" }, items: null }))).names).toEqual(
		[],
	);
});

test("an object on two pages counts once, as it was seen last", async () => {
	const { names } = await list(({ query }) =>
		query.has("continue")
			? { metadata: {}, items: [role("b"), role("c")] }
			: { metadata: { continue: "x" }, items: [role("a"), role("b")] },
	);
	expect(names).toEqual(["a", "b", "c"]);
});

test("a list that is forgotten on the way starts anew, without what it had", async () => {
	let lists = 0;
	const { names, version, server } = await list(({ query }, response) => {
		if (!query.has("continue")) {
			lists += 1;
			const metadata = { resourceVersion: String(lists), continue: "x" };
			return { metadata, items: [role(lists === 1 ? "deleted" : "kept")] };
		}
		if (lists === 1) return refuse(response, 410, "The provided continue parameter is too old");
		return { metadata: { resourceVersion: "2" }, items: [role("more")] };
	});
	expect(names).toEqual(["kept", "more"]);
	expect(version).toBe("2");
	expect(server.log).toHaveLength(4);
});

test("a list that is always forgotten is asked for in one piece in the end", async () => {
	const { names, server } = await list(({ query }, response) => {
		if (!query.has("limit")) return { metadata: {}, items: [role("a"), role("b")] };
		if (query.has("continue")) return refuse(response, 410, "too old");
		return { metadata: { continue: "x" }, items: [role("a")] };
	});
	expect(names).toEqual(["a", "b"]);
	expect(server.log).toHaveLength(7);
});

test("a server that says gone to everything is not asked forever", async () => {
	await expect(list((_, response) => refuse(response, 410, "gone"))).rejects.toMatchObject({
		status: 410,
	});
});

test("pages that go round in circles end in words", async () => {
	await expect(list(() => ({ metadata: { continue: "x" }, items: [] }))).rejects.toThrow(
		"the pages of the list go round in circles",
	);
});

test.each([
	[[], "expected a list of objects"],
	[{ items: [] }, "expected a list of objects"],
	[{ metadata: {}, items: {} }, "expected a list of objects at `items`"],
	[{ metadata: {}, items: ["x"] }, "expected a list of objects at `items`"],
])("an answer that is no list is told: %j", async (answer, says) => {
	await expect(list(() => answer)).rejects.toThrow(says);
});

test("a page that fails is asked for again, the others are not", async () => {
	let failed = false;
	const { names, server } = await list(({ query }, response) => {
		if (!query.has("continue")) return { metadata: { continue: "x" }, items: [role("a")] };
		if (failed) return { metadata: {}, items: [role("b")] };
		failed = true;
		return refuse(response, 503, "busy", { "Retry-After": "1" });
	});
	expect(names).toEqual(["a", "b"]);
	expect(server.log.map(({ query }) => query.get("continue"))).toEqual([null, "x", "x"]);
});

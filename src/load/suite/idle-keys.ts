import type { Fields } from "../fields.ts";

/** Tells of keys of a test that nothing in it uses: whoever wrote them believes that they change something. */
export function checkIdleKeys(fields: Fields): void {
	const isForall = fields.has("forall");
	for (const [key, users] of Object.entries(isForall ? usersBesideForall : usersOf)) {
		checkIdleKey(fields, key, users);
	}
}

/** The same of one of the `cases`. */
export function checkIdleCaseKeys(row: Fields): void {
	for (const key of ["via", "soleVia", "because", "in"] as const) {
		checkIdleKey(row, key, usersOf[key]);
	}
}

function checkIdleKey(fields: Fields, key: string, users: readonly string[]): void {
	if (!fields.has(key) || users.some((user) => fields.has(user))) return;
	const list = users.map((user) => `\`${user}\``).join(", ");
	fields.fail(
		[key],
		`\`${key}\` has no effect here${list === "" ? "" : `: it belongs to ${list}`}`,
	);
}

const bounds = ["atLeast", "atMost", "exactly"];
const ratchets = ["noNewAccess", "noLostAccess", "equivalent"];
const ofSomebody = ["cases", "allow", "deny", ...bounds, "budget"];

/** What each key needs beside itself, one of them. */
const usersOf = {
	via: ["allow"],
	soleVia: ["allow"],
	because: ["deny"],
	subject: [...ofSomebody, "snapshot"],
	role: ofSomebody,
	in: ["role"],
	mode: bounds,
	ignoring: ["atMost", "exactly", "budget"],
	subjects: ["snapshot"],
	exhaustive: ["only"],
	allowEmpty: ["forall"],
	baseline: ratchets,
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Beside `forall`, the bounds are those of everybody. */
const usersBesideForall: Readonly<Record<string, readonly string[]>> = {
	...usersOf,
	...{ via: [], soleVia: [], because: [], mode: [] },
	...{ atLeast: [], exactly: [], budget: [], snapshot: [], subjects: [] },
	...{ subject: ["cases"], role: ["cases"] },
	ignoring: ["atMost", "deny"],
};

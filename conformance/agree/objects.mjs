// RBAC objects as they should not be: what validation has to find.
import { apiVersion, group } from "./worlds.mjs";

const long = (n) => "x".repeat(n);
const names = [
	"reader",
	"Reader",
	"system:x",
	"a b",
	"",
	".",
	"..",
	"a/b",
	"a%b",
	"%/",
	"é",
	long(300),
	"a\nb",
	'q"q',
	"a,b",
	"...",
	"\u0000",
	"<b>",
	"\u2028",
	"😀",
];
const namespaces = ["default", "n1", "Bad", "a.b", "-a", long(64), long(63), "a_b", "", "1", "a-"];
const labelKeys = [
	"app",
	"a/b",
	"a/b/c",
	"/a",
	"a/",
	"",
	"A.b-c_d",
	"-a",
	"a b",
	"é",
	`${long(64)}`,
	`${long(254)}/a`,
	"B.com/a",
	"a..b/c",
	`${long(250)}.com/${long(63)}`,
];
const labelValues = [
	"",
	"v",
	"a b",
	"-",
	"é",
	long(63),
	long(64),
	"a.b_c-d",
	"é".repeat(40),
	"true",
];
const owners = {
	apiVersion: ["v1", "apps/v1", "", "a/b/c", "apps/", "/v1", "/"],
	kind: ["Pod", "Event", ""],
	name: ["p", ""],
	uid: ["u-1", ""],
	controller: [true, false, true],
	blockOwnerDeletion: [true],
};
const junk = [
	null,
	0,
	1,
	-1,
	1.5,
	true,
	false,
	"",
	"x",
	[],
	{},
	[null],
	[1],
	["x"],
	{ a: 1 },
	{ a: "b" },
	"1",
	[[]],
	1e21,
	[{}],
];
const subjectNames = [
	"jane",
	"",
	"system:serviceaccount:a:b",
	"A",
	"a.b",
	"a_b",
	"-a",
	long(254),
	"a..b",
	"*",
	"é",
	"sa",
];
const selectors = {
	operator: ["In", "NotIn", "Exists", "DoesNotExist", "in", "", "Gt"],
	key: labelKeys,
	values: [[], ["a"], ["a", "b c"], ["-"], null, [""]],
};
const times = [
	"2026-01-02T03:04:05Z",
	"2026-01-02T03:04:05+02:00",
	"yesterday",
	"2026-01-02",
	"",
	null,
	"2026-01-02T03:04:05.123456Z",
	"2026-13-02T03:04:05Z",
	5,
	"2026-02-30T03:04:05Z",
	"2026-01-02t03:04:05z",
];

/** A sound object, spoiled in no, one or a few ways. */
export function object(r) {
	const made = sound(r);
	for (let i = r.pick([0, 1, 1, 1, 2, 3]); i > 0; i -= 1) spoil(r, made);
	return made;
}

function sound(r) {
	const kind = r.pick(["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"]);
	const metadata = { name: r.chance(0.8) ? "reader" : r.pick(names) };
	if (!kind.startsWith("Cluster")) metadata.namespace = r.chance(0.8) ? "n1" : r.pick(namespaces);
	if (r.chance(0.2)) metadata.labels = pairs(r, labelKeys.slice(0, 2), labelValues.slice(0, 2));
	const made = { apiVersion, kind, metadata };
	if (kind.endsWith("Role")) {
		made.rules = [{ verbs: ["get"], apiGroups: [""], resources: ["pods"] }];
		if (kind === "ClusterRole" && r.chance(0.3))
			made.rules.push({ verbs: ["get"], nonResourceURLs: ["/healthz"] });
		if (kind === "ClusterRole" && r.chance(0.4))
			made.aggregationRule = { clusterRoleSelectors: [selectorOf(r)] };
	} else {
		made.roleRef = { apiGroup: group, kind: r.chance(0.3) ? "Role" : "ClusterRole", name: "view" };
		made.subjects = [subject(r), subject(r)];
	}
	return made;
}

function subject(r) {
	const kind = r.pick(["User", "Group", "ServiceAccount"]);
	const apiGroup = kind === "ServiceAccount" ? "" : group;
	const made = { kind, name: "jane" };
	if (r.chance(0.5)) made.apiGroup = apiGroup;
	if (kind === "ServiceAccount") made.namespace = "n1";
	return made;
}

function selectorOf(r) {
	if (r.chance(0.5))
		return { matchLabels: pairs(r, labelKeys.slice(0, 2), labelValues.slice(0, 2)) };
	return { matchExpressions: [{ key: "app", operator: "In", values: ["a"] }] };
}

function pairs(r, keys, values) {
	return Object.fromEntries(
		Array.from({ length: 1 + r.below(2) }, () => [r.pick(keys), r.pick(values)]),
	);
}

function spoil(r, made) {
	const ways = [metadata, metadata, anything, anything];
	ways.push(
		...(made.kind.endsWith("Role") ? [rule, rule, aggregation] : [roleRef, subjects, subjects]),
	);
	r.pick(ways)(r, made);
}

function metadata(r, { metadata: own }) {
	if (own === null || typeof own !== "object") return;
	const ways = {
		name: () => r.pick(names),
		namespace: () => r.pick(namespaces),
		generateName: () => r.pick(names),
		labels: () => pairs(r, labelKeys, labelValues),
		annotations: () =>
			pairs(r, [...labelKeys, "A/B"], [...labelValues, r.chance(0.1) ? long(256 * 1024) : "x"]),
		finalizers: () =>
			r.some(
				["kubernetes", "orphan", "foregroundDeletion", "x", "a/b", "", "a b/c", "a/b/c", "B/c"],
				3,
			),
		ownerReferences: () => Array.from({ length: 1 + r.below(2) }, () => owner(r)),
		generation: () => r.pick([0, 1, -1, 1.5, "1", 9007199254740991, null]),
		creationTimestamp: () => r.pick(times),
		deletionTimestamp: () => r.pick(times),
		deletionGracePeriodSeconds: () => r.pick([0, 1, -1, "1", null, 1.5]),
		uid: () => r.pick(["u", "", 1, null]),
		resourceVersion: () => r.pick(["", 1, null]),
		selfLink: () => r.pick(["/x", "", 5]),
		managedFields: () =>
			r.pick([
				[],
				null,
				[{ manager: "x" }],
				"x",
				[
					{
						manager: "m",
						operation: "Apply",
						apiVersion: "v1",
						fieldsType: "FieldsV1",
						fieldsV1: {},
					},
				],
				[{ time: "x" }],
			]),
		Name: () => "x",
		clusterName: () => "x",
	};
	const field = r.pick(Object.keys(ways));
	own[field] = ways[field]();
	if (field === "generateName" && r.chance(0.7)) delete own.name;
}

function owner(r) {
	const made = { apiVersion: "v1", kind: "Pod", name: "p", uid: "u-1" };
	for (const [field, values] of Object.entries(owners))
		if (r.chance(0.35)) made[field] = r.pick(values);
	if (r.chance(0.05)) made[r.pick(["uid", "controller", "extra"])] = r.pick(junk);
	return made;
}

function rule(r, made) {
	const one = Array.isArray(made.rules) ? r.pick(made.rules) : undefined;
	if (one === null || typeof one !== "object") {
		made.rules = r.pick([null, [], [{}], [null], {}]);
		return;
	}
	const lists = [[], ["*"], ["pods", "pods"], ["pods/log"], [""], ["/x"], null, ["get"]];
	const field = r.pick([
		"verbs",
		"apiGroups",
		"resources",
		"resourceNames",
		"nonResourceURLs",
		"Verbs",
		"resource",
		"attributeRestrictions",
	]);
	if (r.chance(0.3)) delete one[field];
	else one[field] = r.chance(0.1) ? r.pick(junk) : r.pick(lists);
}

function aggregation(r, made) {
	const expression = () =>
		Object.fromEntries(Object.entries(selectors).map(([field, values]) => [field, r.pick(values)]));
	const one = () =>
		r.pick([
			{},
			{ matchLabels: pairs(r, labelKeys, labelValues) },
			{ matchExpressions: [expression()] },
			{
				matchExpressions: [expression(), expression()],
				matchLabels: pairs(r, labelKeys, labelValues),
			},
			{ matchExpressions: [{ key: "app", operator: "In" }] },
			null,
		]);
	made.aggregationRule = r.pick([
		{},
		null,
		{ clusterRoleSelectors: [] },
		{ clusterRoleSelectors: [one()] },
		{ clusterRoleSelectors: [one(), one()] },
		{ clusterRoleSelectors: null },
	]);
}

function roleRef(r, made) {
	const fields = {
		apiGroup: ["", group, "x", "v1"],
		kind: ["Role", "ClusterRole", "role", "", "Thing"],
		name: names,
		namespace: ["x"],
	};
	if (r.chance(0.1)) {
		made.roleRef = r.pick([null, {}, "x", []]);
		return;
	}
	if (made.roleRef === null || typeof made.roleRef !== "object") return;
	const field = r.pick(Object.keys(fields));
	if (r.chance(0.2)) delete made.roleRef[field];
	else made.roleRef[field] = r.pick(fields[field]);
}

function subjects(r, made) {
	const fields = {
		apiGroup: ["", group, "x", "v1"],
		kind: ["User", "Group", "ServiceAccount", "user", "", "Robot"],
		name: subjectNames,
		namespace: ["", "n1", "Bad name", "a.b"],
		Kind: ["User"],
	};
	const one = Array.isArray(made.subjects) ? r.pick(made.subjects) : undefined;
	if (one === null || typeof one !== "object" || r.chance(0.05)) {
		made.subjects = r.pick([null, [], [{}], [null], "x", {}]);
		return;
	}
	const field = r.pick(Object.keys(fields));
	if (r.chance(0.2)) delete one[field];
	else one[field] = r.pick(fields[field]);
}

/** Any field replaced by anything. */
function anything(r, made) {
	let at = made;
	for (;;) {
		const keys = Object.keys(at).filter((key) => key !== "kind" && key !== "apiVersion");
		if (keys.length === 0) return;
		const key = r.pick(keys);
		const below = at[key];
		if (below !== null && typeof below === "object" && r.chance(0.75)) {
			at = below;
			continue;
		}
		if (at === made && key === "metadata" && r.chance(0.8)) continue;
		const way = r.below(100);
		if (way < 10) remove(at, key);
		else if (way < 19 && !Array.isArray(at)) at[`${key}x`] = below;
		else at[key] = structuredClone(r.pick(junk));
		return;
	}
}

function remove(from, key) {
	if (Array.isArray(from)) from.splice(Number(key), 1);
	else delete from[key];
}

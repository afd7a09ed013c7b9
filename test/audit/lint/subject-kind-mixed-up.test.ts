import { expect, test } from "vitest";
import {
	accountText,
	bindingText,
	getServices,
	lintHits,
	roleText,
} from "../../support/lint-hits.ts";

const role = roleText("shop/read", getServices);

function found(subject: string, accounts = ""): readonly string[] {
	const binding = bindingText("shop/read", "Role/read", [subject]);
	return lintHits("subject-kind-mixed-up", accounts + role + binding).map(({ message }) => message);
}

// What authenticators give: semantics of groups and user names of the API server.
test.each([
	["user:system:masters", /is a group/],
	["user:system:authenticated", /is a group/],
	["user:system:unauthenticated", /is a group/],
	["user:system:serviceaccounts", /is a group/],
	["user:system:serviceaccounts:shop", /is a group/],
	["user:system:nodes", /is a group/],
	["group:system:anonymous", /is a user/],
	["group:system:kube-scheduler", /is a user/],
	["group:system:node:one", /is a user/],
	["group:system:serviceaccount:shop:web", /user name of one ServiceAccount, `shop\/web`/],
	["group:system:serviceaccount:shop", /the accounts of a namespace/],
	["user:system:serviceaccount:web", /no account's user name/],
	["user:system:serviceaccount:shop:web:x", /no account's user name/],
	["group:system:authenticate", /did you mean `system:authenticated`/],
	["group:system:master", /did you mean `system:masters`/],
	["user:jane ", /begins or ends with a space/],
])("%s names nobody", (subject, says) => {
	expect(found(subject)).toEqual([expect.stringMatching(says)]);
});

test.each([
	"user:jane",
	"user:jane@example.com",
	"user:system:serviceaccount:shop:web",
	"user:system:anonymous",
	"user:system:kube-controller-manager",
	"user:system:node:one",
	"group:system:masters",
	"group:system:serviceaccounts:shop",
	"group:system:authenticated:oauth",
	"group:system:openshift:whatever",
	"group:oidc:devs",
	"sa:shop/web",
])("%s is a name that somebody has", (subject) => {
	expect(found(subject)).toEqual([]);
});

test("a user called as an account of the binding's namespace is told, one called so elsewhere is not", () => {
	expect(found("user:web", accountText("shop/web"))).toEqual([
		"RoleBinding/shop/read names User `web`, but a user of that name is not ServiceAccount `shop/web`, which gets nothing by it",
	]);
	expect(found("user:shop:web", accountText("shop/web"))).toHaveLength(1);
	expect(found("user:web", accountText("stock/web"))).toEqual([]);
});

test("it is placed at the subject", () => {
	const binding = bindingText("shop/read", "Role/read", ["user:jane", "user:system:masters"]);
	const [hit] = lintHits("subject-kind-mixed-up", role + binding);
	expect(hit?.place).toMatchObject({ file: "rbac.yaml", line: 11 });
	expect(hit?.fix?.words).toBe("write `kind: Group`");
});

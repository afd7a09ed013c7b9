import type { Request } from "../model/request.ts";
import type { PolicyRule } from "../model/rule.ts";
import type { Side } from "../model/statement.ts";
import type { PermissionSet } from "../sets/permission-set.ts";
import { anyWord, type Dimension, dimensions } from "../sets/space.ts";
import { witness } from "../sets/witness.ts";
import type { SuiteWorld } from "./suite-world.ts";

/** A request for each kind that the words of the policy's bindings and rules tell apart. */
export function* everyKind(set: PermissionSet, world: SuiteWorld): Generator<Request> {
	const words = wordsTold(set, world);
	let rest = set;
	for (;;) {
		const request = witness(rest);
		if (request === undefined) return;
		yield request;
		rest = rest.difference(alike(request, words, world));
	}
}

type Words = Readonly<Record<Dimension, readonly string[]>>;

/** Of rules only those that are about something of the set, whatever its namespace and names. */
function wordsTold(set: PermissionSet, { grants, sets }: SuiteWorld): Words {
	const about = sets.inAnyNamespace(set);
	const rules = grants.snapshot.roles
		.flatMap((role) => role.rules)
		.filter((rule) => sets.ofRules([{ ...rule, resourceNames: [] }]).meets(about));
	const told = (words: (rule: PolicyRule) => readonly string[]): readonly string[] => [
		...new Set(rules.flatMap(words).filter((word) => word !== "*")),
	];
	const { bindings } = grants.snapshot;
	return {
		namespace: ["", ...new Set(bindings.map(({ namespace }) => namespace))],
		apiGroup: told(({ apiGroups }) => apiGroups),
		resource: told(({ resources }) => resources.map((entry) => entry.replace(/\/.*/, ""))),
		subresource: ["", ...told(({ resources }) => resources.map(subresourceOf))],
		verb: told(({ verbs }) => verbs),
		name: ["", ...told(({ resourceNames }) => resourceNames)],
	};
}

function subresourceOf(entry: string): string {
	const slash = entry.indexOf("/");
	return slash < 0 ? "" : entry.slice(slash + 1);
}

/** The requests that no rule and no binding tells from this one; of paths one stands for all. */
function alike(request: Request, words: Words, { sets }: SuiteWorld): PermissionSet {
	if (request.kind === "path") return sets.pathRequests(anyWord, ["*"]);
	const sides = dimensions.map((dimension): readonly [Dimension, Side] => {
		const word = request[dimension];
		const told = words[dimension];
		return [dimension, told.includes(word) ? { only: [word] } : { except: told }];
	});
	return sets.resourceRequests(Object.fromEntries(sides));
}

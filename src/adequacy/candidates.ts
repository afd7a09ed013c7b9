import type { DraftTest } from "../model/suite-draft.ts";
import { accountsAtHome } from "../suite/draft/accounts-at-home.ts";
import { closedLists } from "../suite/draft/closed-lists.ts";
import { nobodyElse } from "../suite/draft/nobody-else.ts";
import { roleBoundDrafts } from "../suite/draft/role-bounds.ts";
import type { SuiteWorld } from "../suite/suite-world.ts";
import type { RoleSlack } from "./role-slack.ts";
import type { Slack } from "./slack.ts";
import { type Candidate, subjectCandidates } from "./subject-candidates.ts";
import { SubjectNames } from "./subject-names.ts";

/** What is open in a world. */
interface Open {
	readonly world: SuiteWorld;
	readonly slacks: readonly Slack[];
	readonly roles: readonly RoleSlack[];
}

/** Tests that could close something of what is open in a world. `golden` names golden files. */
export function candidatesOf(
	{ world, slacks, roles }: Open,
	golden: (number: number) => string,
): readonly Candidate[] {
	const names = new SubjectNames(
		world,
		slacks.map(({ subject }) => subject),
	);
	const closed = closedLists(world, names.aliases);
	const deny = closed.nobody.filter(isReadable);
	const nobody: DraftTest = {
		id: "nobody",
		comments: ["What nobody may do but the control plane"],
		words: { forall: { subjects: "any", not: ["control-plane"] }, deny },
	};
	const tests = [
		nobodyElse(world, names.aliases) ?? [],
		accountsAtHome(world, names.aliases) ?? [],
		...closed.tests
			.filter(({ words: { can } }) => typeof can === "string" && isReadable(can))
			.map((test) => ({ ...test, id: test.id.replace(/-\d+$/, "") })),
		...(deny.length === 0 ? [] : [nobody]),
		...roles.flatMap((role) => roleBoundDrafts(role, world)),
	].flat();
	return [
		...subjectCandidates(slacks, names, world, golden),
		...tests.map((test) => ({ test, goldens: new Map() })),
	];
}

/** Lists of namespaces that are too long are read by nobody. */
function isReadable(phrase: string): boolean {
	return phrase.length <= longest;
}

const longest = 180;

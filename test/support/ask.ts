import { can } from "../../src/answer/can.ts";
import { questionOf } from "../../src/answer/question.ts";
import { whoAsks } from "../../src/answer/who-asks.ts";
import type { Decision } from "../../src/model/answer.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { resolveGrants } from "../../src/resolve/grants.ts";
import { engineRequest } from "./laws.ts";
import type * as K from "./plain.ts";
import { snapshotOf } from "./world.ts";

/** A question as typed: `ask(objects, "sa:dev/bot", "get pods/log web -n dev")`; groups after blanks in `who`. */
export function ask(objects: K.Objects, who: string, question: string): Decision {
	const snapshot = snapshotOf(objects);
	const [name = "", ...groups] = who.split(" +");
	const asks = whoAsks(resolveGrants(snapshot), name, groups);
	if ("error" in asks) throw new Error(asks.error);
	const asked = questionIn(snapshot, question);
	if ("error" in asked) throw new Error(asked.error);
	return can(resolveGrants(snapshot), asks.identity, asked.request);
}

/** `VERB TARGET [NAME] [-n NS] [-A] [--subresource S]` as words. */
export function questionIn(snapshot: Snapshot, question: string): ReturnType<typeof questionOf> {
	const rest = question.split(" ");
	const option = (flag: string): string | undefined => {
		const at = rest.indexOf(flag);
		return at < 0 ? undefined : rest.splice(at, 2)[1];
	};
	const namespace = option("-n");
	const subresource = option("--subresource");
	const allNamespaces = rest.includes("-A");
	const [verb = "", target = "", name] = rest.filter((word) => word !== "-A");
	return questionOf(snapshot, {
		verb,
		target,
		allNamespaces,
		...(name !== undefined && { name }),
		...(namespace !== undefined && { namespace }),
		...(subresource !== undefined && { subresource }),
	});
}

/** A question in raw attributes, as a SubjectAccessReview asks it: no group is added. */
export function askRaw(objects: K.Objects, user: K.User, request: K.Request): Decision {
	return can(resolveGrants(snapshotOf(objects)), user, engineRequest(request));
}

import type { DraftTest } from "../../model/suite-draft.ts";
import type { SuiteWorld } from "../suite-world.ts";
import { sensitiveRights } from "./sensitive-rights.ts";
import { soundPhrase } from "./sound-phrase.ts";

/** The default roles for people, into which whatever the inputs install may aggregate more. */
const forPeople = ["view", "edit", "admin"];

/** What is sensitive and not given by the roles that people are bound to, be it here or elsewhere. */
export function roleDenials(world: SuiteWorld): readonly DraftTest[] {
	return forPeople.flatMap((name): readonly DraftTest[] => {
		const role = world.grants.role("ClusterRole", "", name);
		if (role === undefined) return [];
		const has = world.identities.ofRole(role);
		const deny = sensitiveRights.flatMap(({ words, isNamespaced }) => {
			const said = soundPhrase(`${words} ${isNamespaced ? "everywhere" : "cluster-wide"}`, world);
			return said === undefined || said.set.meets(has) ? [] : [said.phrase];
		});
		if (deny.length === 0) return [];
		return [
			{ id: `${name}-gives-not`, comments: [], words: { role: `ClusterRole/${name}`, deny } },
		];
	});
}

import { objectName } from "../../model/object-name.ts";
import { formatSubject, type Subject } from "../../model/subject.ts";
import type { AuditCheck } from "../hit.ts";
import { fullyInControl } from "./full-control.ts";

/** Full control for accounts through which clusters were taken over before. */
export const knownBadBinding: AuditCheck = (world) =>
	fullyInControl(world).flatMap(({ subject, binding, place, index }) => {
		const story = storyOf(subject);
		if (story === undefined) return [];
		const by = objectName(binding);
		const told = formatSubject(subject);
		return [
			{
				concerned: { kind: "subject", subject },
				message: `${told} may do everything everywhere by ${by}: ${story}`,
				place,
				key: by,
				fix: {
					words: `remove ${told} from ${by}`,
					edits: [{ kind: "remove-subject", binding, subject: index }],
				},
			},
		];
	});

function storyOf(subject: Subject): string | undefined {
	if (subject.kind !== "ServiceAccount") return undefined;
	return stories.find(([pattern]) => pattern.test(subject.name))?.[1];
}

const pipelines = "whoever may change a pipeline has the cluster";
const stories: readonly (readonly [RegExp, string])[] = [
	[/^kubernetes-dashboard(-|$)/, "open dashboards with such an account were used to mine"],
	[/^tiller(-|$)/, "whoever reaches Tiller's port has the cluster, and Helm 3 needs none"],
	[/^weave-scope(-|$)/, "Scope gives a shell on every node to whoever reaches it"],
	[/^jenkins(-|$)/, pipelines],
	[/^gitlab-runner(-|$)/, pipelines],
];

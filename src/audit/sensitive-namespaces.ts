import { formatSubject, type Subject } from "../model/subject.ts";
import type { Draft } from "./finding-draft.ts";

/** Namespaces in which a small right is a great one: whoever runs a pod there can become something powerful. */
export class SensitiveNamespaces {
	readonly #reasons = new Map<string, string>([
		["kube-system", "the control plane's own accounts and Secrets are there"],
	]);
	/** By namespace, a reason for each powerful account in it, by its name. */
	readonly #accounts = new Map<string, Map<string, string>>();

	constructor(given: readonly string[]) {
		for (const namespace of given) this.#reasons.set(namespace, "it was named as sensitive");
	}

	/** An account with power over the whole cluster makes its namespace sensitive. */
	learn(subject: Subject, drafts: readonly Draft[]): void {
		if (subject.kind !== "ServiceAccount") return;
		const found = drafts.find(({ severity, confidence }) => {
			return severity === "critical" && confidence === "certain";
		});
		if (found === undefined) return;
		const name = formatSubject(subject);
		const reason = `${name} is there, with \`${found.fired.policy.id}\` everywhere`;
		const there = this.#accounts.get(subject.namespace) ?? new Map<string, string>();
		this.#accounts.set(subject.namespace, there.set(name, reason));
	}

	/** Why it is sensitive to what somebody may do there: nobody gains by becoming what they are. */
	reasonFor(namespace: string, who: Subject | undefined): string | undefined {
		const known = this.#reasons.get(namespace);
		if (known !== undefined) return known;
		const own = who && formatSubject(who);
		const others = [...(this.#accounts.get(namespace) ?? [])].filter(([name]) => name !== own);
		return others[0]?.[1];
	}
}

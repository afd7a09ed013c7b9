import { formatSubject, type Subject } from "../model/subject.ts";
import type { Draft } from "./finding-draft.ts";

/** Namespaces in which a small right is a great one: whoever runs a pod there can become something powerful. */
export class SensitiveNamespaces {
	readonly #reasons = new Map<string, string>([
		["kube-system", "the control plane's own accounts and Secrets are there"],
	]);

	constructor(given: readonly string[]) {
		for (const namespace of given) this.#reasons.set(namespace, "it was named as sensitive");
	}

	/** An account with power over the whole cluster makes its namespace sensitive. */
	learn(subject: Subject, drafts: readonly Draft[]): void {
		if (subject.kind !== "ServiceAccount" || this.has(subject.namespace)) return;
		const found = drafts.find(({ severity, confidence }) => {
			return severity === "critical" && confidence === "certain";
		});
		if (found === undefined) return;
		const reason = `${formatSubject(subject)} is there, with \`${found.fired.policy.id}\` everywhere`;
		this.#reasons.set(subject.namespace, reason);
	}

	has(namespace: string): boolean {
		return this.#reasons.has(namespace);
	}

	reasonFor(namespace: string): string | undefined {
		return this.#reasons.get(namespace);
	}
}

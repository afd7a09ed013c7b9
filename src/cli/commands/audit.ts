import { Command, Option } from "commander";
import type { Audit } from "../../model/audit.ts";
import { type AuditPolicy, auditSeverities } from "../../model/audit-policy.ts";
import {
	type Accepting,
	type AcceptOptions,
	accepted,
	readAccepting,
	tellRemarks,
} from "../accepting.ts";
import { auditExitCode, type FailOn } from "../audit-exit-code.ts";
import type { AuditChoice } from "../audit-policies.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { inEachWorld } from "../in-each-world.ts";
import type { Io } from "../io.ts";
import { appended, listed } from "../listed.ts";
import type { World } from "../open-world.ts";
import { type CommonOptions, examples, withCommonOptions } from "../options.ts";
import { tellGaps } from "../tell-gaps.ts";
import { tellerOf } from "../teller.ts";
import { UsageError } from "../usage-error.ts";
import { version } from "../version.ts";
import { written } from "../written.ts";

type AuditOptions = CommonOptions &
	AuditChoice &
	AcceptOptions & {
		readonly failOn: FailOn;
		readonly writeBaseline?: string;
		readonly sensitiveNamespace: readonly string[];
		readonly includeSystem?: boolean;
		readonly complete?: boolean;
		readonly list?: boolean;
		readonly explain?: string;
	};

/** `rolecall audit`: what is dangerous, broken, more than needed? */
export function auditCommand(io: Io, exit: (code: ExitCode) => void): Command {
	const command = new Command("audit")
		.summary("what is dangerous, broken, more than needed?")
		.description(
			"What is dangerous, broken, or more than needed? Policies are held to what each subject may really do, all bindings, roles and groups together; every finding has its chain, its place and, where there is one, its fix.",
		)
		.argument("[path...]", "manifests, as with -f")
		.optionsGroup("Question:")
		.option("--pack <pack>", "only these packs of policies (several: a,b)", listed, [])
		.option("--only <policy>", "only these policies (several: a,b; globs)", listed, [])
		.option("--skip <policy>", "not these policies (several: a,b; globs)", listed, [])
		.option("--policy <dir>", "policies of your own as well (repeatable)", appended, [])
		.option(
			"--sensitive-namespace <ns>",
			"namespaces as grave as kube-system (several: a,b)",
			listed,
			[],
		)
		.option("--include-system", "also what every API server grants its own parts")
		.option("--complete", "the input is all there is: what is not in it does not exist")
		.optionsGroup("Accepting:")
		.option("--suppressions <file>", "findings that are accepted (default: .rolecall-audit.yaml)")
		.option("--baseline <file>", "accept what is in this file: only what is new or worse counts")
		.option("--write-baseline <file>", "write what is found there, as accepted")
		.addOption(
			new Option(
				"--fail-on <severity>",
				"exit with 1 from this severity on, or none (default: high)",
			)
				.choices([...auditSeverities, "none"])
				.default("high", "high"),
		)
		.optionsGroup("Policies:")
		.option("--list", "the policies, without reading any input")
		.option("--explain <policy>", "what a policy finds, why, and what to do");
	return withCommonOptions(command, ["sarif", "github", "junit"])
		.addHelpText(
			"after",
			examples(io, [
				"rolecall audit manifests/",
				"helm template chart | rolecall audit -",
				"rolecall audit --context prod --pack risk,subjects",
				"rolecall audit -f deploy/ -o sarif > rolecall.sarif",
				"rolecall audit --explain mint-tokens",
			]),
		)
		.addHelpText(
			"after",
			"Exits with 0 when nothing of --fail-on's severity or worse is found that nobody\naccepted, 1 when something is or an acceptance expired, 3 when neither but not\nall could be read, 2 for wrong input, 4 when a cluster or baseline cannot be read.",
		)
		.action(async (paths: readonly string[], options: AuditOptions) =>
			exit(await answer(io, { ...options, filename: [...paths, ...options.filename] })),
		);
}

async function answer(io: Io, options: AuditOptions): Promise<ExitCode> {
	const teller = tellerOf(io, options);
	const { chosenPolicies } = await import("../audit-policies.ts");
	const { chosen: policies, known } = chosenPolicies(options, teller);
	if (options.list === true || options.explain !== undefined) {
		const { policyWords } = await import("../policy-words.ts");
		if (!options.quiet) io.out(await policyWords(policies, options, teller.view));
		return exitCodes.yes;
	}
	if (options.writeBaseline !== undefined && (options.context.length > 1 || options.allContexts)) {
		throw new UsageError("--write-baseline is of one cluster: name one --context");
	}
	const accepting = await readAccepting(options, known, teller);
	const { toldByPolicies } = await import("../told-by-policies.ts");
	const isToldElsewhere = toldByPolicies(policies, options.strict === true);
	const plan: Plan = { policies, accepting, options };
	return inEachWorld(io, { ...options, isToldElsewhere }, async (world, own) => {
		const found = await audited(world, plan);
		tellRemarks(found, own);
		await own.answer({ kind: "Audit", audit: found });
		tellGaps(found, own);
		if (options.writeBaseline === undefined) return auditExitCode(found, options.failOn);
		return withBaseline(io, options.writeBaseline, found, options.failOn);
	});
}

/** What is asked of every world. */
interface Plan {
	readonly policies: readonly AuditPolicy[];
	readonly accepting: Accepting;
	readonly options: AuditOptions;
}

async function audited({ grants }: World, { policies, accepting, options }: Plan): Promise<Audit> {
	const [{ audit }, { auditWorldOf }, { defaultPolicy }] = await Promise.all([
		import("../../audit/audit.ts"),
		import("../../audit/audit-world.ts"),
		import("../../load/default-policy.ts"),
	]);
	const { kubernetesVersion, cluster } = grants.snapshot;
	const auditWorld = auditWorldOf(grants, defaultPolicy(kubernetesVersion), {
		includeSystem: options.includeSystem === true,
		sensitiveNamespaces: options.sensitiveNamespace,
		isComplete: options.complete === true || cluster !== undefined,
	});
	return accepted(audit(policies, auditWorld), policies, grants.snapshot, accepting);
}

/** What is written is accepted from then on; what else is wrong still counts. */
async function withBaseline(io: Io, file: string, found: Audit, failOn: FailOn): Promise<ExitCode> {
	const { baselineOf } = await import("../../audit/baseline-of.ts");
	written(file, () => io.writeFile(file, baselineOf(found.findings, version)));
	return auditExitCode({ ...found, findings: [] }, failOn);
}

import { Command, Option } from "commander";
import type { Audit } from "../../model/audit.ts";
import { auditPacks, auditSeverities } from "../../model/audit-policy.ts";
import { namespaceWarnings } from "../../model/namespace-warnings.ts";
import { type AcceptOptions, readAccepting, tellRemarks } from "../accepting.ts";
import { asked } from "../asked.ts";
import { auditExitCode, type FailOn } from "../audit-exit-code.ts";
import type { AuditChoice } from "../audit-policies.ts";
import { type AuditPlan, audited } from "../audited.ts";
import { readsCluster } from "../cluster-options.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { inEachWorld } from "../in-each-world.ts";
import type { Io } from "../io.ts";
import { appended, listed } from "../listed.ts";
import { type CommonOptions, examples, withCommonOptions } from "../options.ts";
import { tellGaps } from "../tell-gaps.ts";
import { type Teller, tellerOf } from "../teller.ts";
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
		readonly patch?: boolean;
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
		.option(
			"--pack <pack>",
			`only these packs (several: a,b): ${auditPacks.join(", ")}`,
			listed,
			[],
		)
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
		.option("--complete", "the input is all there is: what is not in it does not exist");
	return withCommonOptions(withPurposes(command), ["sarif", "github", "junit"])
		.addHelpText(
			"after",
			examples(io, [
				"rolecall audit manifests/",
				"helm template chart | rolecall audit -",
				"rolecall audit --context prod --pack risk,subjects",
				"rolecall audit deploy/ -o sarif > rolecall.sarif",
				"rolecall audit deploy/ --write-baseline audit-baseline.json",
				"rolecall audit deploy/ --baseline audit-baseline.json --fail-on medium",
				"rolecall audit deploy/ --only read-secrets --patch | git apply",
				"rolecall audit --explain mint-tokens",
			]),
		)
		.addHelpText(
			"after",
			"Exits with 0 when nothing as bad as --fail-on says is found that nobody\naccepted, 1 when something is or an acceptance expired or is wrong, 3 when\nneither but not all could be read, 2 for wrong input, 4 when a cluster or the\nbaseline cannot be read.",
		)
		.action(async (paths: readonly string[], options: AuditOptions) =>
			exit(await answer(io, { ...options, filename: [...paths, ...options.filename] })),
		);
}

function withPurposes(command: Command): Command {
	return command
		.optionsGroup("Accepting:")
		.option("--suppressions <file>", "findings that are accepted (default: .rolecall-audit.yaml)")
		.option("--baseline <file>", "accept what is in this file: only what is new or worse counts")
		.option(
			"--write-baseline <file>",
			"write what is found there, as accepted (- prints it instead)",
		)
		.addOption(
			new Option(
				"--fail-on <severity>",
				`exit with 1 from this severity on: ${auditSeverities.join(", ")} or none (default: high)`,
			)
				.choices([...auditSeverities, "none"])
				.default("high", "high"),
		)
		.optionsGroup("Mending:")
		.option("--patch", "print a patch for git apply that mends what counts for --fail-on")
		.optionsGroup("Policies:")
		.option("--list", "the policies, without reading any input")
		.option("--explain <policy>", "what a policy finds, why, and what to do");
}

async function answer(io: Io, options: AuditOptions): Promise<ExitCode> {
	const teller = tellerOf(io, options);
	const { chosenPolicies } = await import("../audit-policies.ts");
	const { chosen: policies, known } = chosenPolicies(options, teller);
	if (options.list === true || options.explain !== undefined) {
		const { policyWords } = await import("../policy-words.ts");
		const words = await policyWords(policies, options, teller.view);
		if (!options.quiet) io.out(words);
		return exitCodes.yes;
	}
	if (options.writeBaseline !== undefined && (options.context.length > 1 || options.allContexts)) {
		throw new UsageError("--write-baseline is of one cluster: name one --context");
	}
	const accepting = await readAccepting(options, known, teller);
	const { toldByPolicies } = await import("../told-by-policies.ts");
	const isToldElsewhere = toldByPolicies(policies, options.strict === true);
	const plan: AuditPlan = { policies, accepting, options };
	if (options.patch === true) checkPatch(options);
	return inEachWorld(io, { ...options, isToldElsewhere }, async (world, own) => {
		const { snapshot } = world.grants;
		const warnings = options.sensitiveNamespace.flatMap((one) => namespaceWarnings(snapshot, one));
		asked({ notes: [], warnings }, own);
		const found = await audited(world.grants, plan);
		tellRemarks(found, own);
		if (options.patch === true) {
			const { tellAuditPatch } = await import("../audit-patch.ts");
			await tellAuditPatch(io, found, { ...plan, options }, own);
			tellGaps(found, own);
			return auditExitCode(found, options.failOn);
		}
		if (options.writeBaseline !== "-") {
			await own.answer({ kind: "Audit", audit: await withTexts(found, options, own) });
		}
		tellGaps(found, own);
		if (options.writeBaseline === undefined) return auditExitCode(found, options.failOn);
		return withBaseline(io, options.writeBaseline, found, options.failOn);
	});
}

/** Formats for programs carry what a fix changes in files. */
async function withTexts(found: Audit, { output }: AuditOptions, teller: Teller): Promise<Audit> {
	if (!["json", "yaml", "ndjson", "sarif"].includes(output ?? "")) return found;
	const { withFindingTexts } = await import("../with-finding-texts.ts");
	const { audit, left } = withFindingTexts(found);
	if (left > 0) {
		teller.note(
			`the fixes of ${left} more findings are told without their texts: there are too many`,
		);
	}
	return audit;
}

/** What is written is accepted from then on; what else is wrong still counts. */
async function withBaseline(io: Io, file: string, found: Audit, failOn: FailOn): Promise<ExitCode> {
	const { baselineOf } = await import("../../audit/baseline-of.ts");
	const text = baselineOf(found.findings, version);
	if (file === "-") io.out(text);
	else written(file, () => io.writeFile(file, text));
	return auditExitCode({ ...found, findings: [] }, failOn);
}

/** A patch is of files. */
function checkPatch(options: AuditOptions): void {
	if (options.output !== undefined) {
		throw new UsageError(
			"--patch prints a patch, which is no answer for -o: leave out one of them",
		);
	}
	if (options.writeBaseline !== undefined) {
		throw new UsageError("--patch mends what --write-baseline accepts: give one of them");
	}
	if (readsCluster(options) || options.clusterSnapshot !== undefined) {
		throw new UsageError("--patch edits files, never a cluster: name files or folders alone");
	}
	if (options.filename.includes("-")) {
		throw new UsageError("--patch edits files, and standard input is none: name files or folders");
	}
}

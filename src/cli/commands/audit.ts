import { Command } from "commander";
import type { AuditPolicy } from "../../model/audit-policy.ts";
import type { Problem } from "../../model/problem.ts";
import type { AuditChoice } from "../audit-policies.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { inEachWorld } from "../in-each-world.ts";
import type { Io } from "../io.ts";
import { appended, listed } from "../listed.ts";
import type { World } from "../open-world.ts";
import { type CommonOptions, examples, withCommonOptions } from "../options.ts";
import { type Teller, tellerOf } from "../teller.ts";

type AuditOptions = CommonOptions &
	AuditChoice & {
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
			"Exits with 0 when nothing is found, 1 when something is, 2 for wrong input.",
		)
		.action(async (paths: readonly string[], options: AuditOptions) =>
			exit(await answer(io, { ...options, filename: [...paths, ...options.filename] })),
		);
}

async function answer(io: Io, options: AuditOptions): Promise<ExitCode> {
	const teller = tellerOf(io, options);
	const { chosenPolicies } = await import("../audit-policies.ts");
	const policies = chosenPolicies(options, teller);
	if (options.list === true || options.explain !== undefined) {
		const { policyWords } = await import("../policy-words.ts");
		if (!options.quiet) io.out(await policyWords(policies, options, teller.view));
		return exitCodes.yes;
	}
	const { policyOfProblem } = await import("../../audit/lint/policy-of-problem.ts");
	const asked = new Set(policies.map(({ id }) => id));
	const isToldElsewhere = (problem: Problem): boolean => asked.has(policyOfProblem(problem) ?? "");
	return inEachWorld(io, { ...options, isToldElsewhere }, (world, own) =>
		audited(world, policies, options, own),
	);
}

async function audited(
	world: World,
	policies: readonly AuditPolicy[],
	options: AuditOptions,
	teller: Teller,
): Promise<ExitCode> {
	const [{ audit }, { auditWorldOf }, { defaultPolicy }] = await Promise.all([
		import("../../audit/audit.ts"),
		import("../../audit/audit-world.ts"),
		import("../../load/default-policy.ts"),
	]);
	const { grants } = world;
	const { kubernetesVersion, cluster } = grants.snapshot;
	const auditWorld = auditWorldOf(grants, defaultPolicy(kubernetesVersion), {
		includeSystem: options.includeSystem === true,
		sensitiveNamespaces: options.sensitiveNamespace,
		isComplete: options.complete === true || cluster !== undefined,
	});
	const found = audit(policies, auditWorld);
	for (const { severity, message } of found.remarks) {
		if (severity === "note") teller.note(message);
		else teller.warn(message);
	}
	await teller.answer({ kind: "Audit", audit: found });
	return found.findings.some(({ suppressed }) => suppressed === undefined)
		? exitCodes.no
		: exitCodes.yes;
}

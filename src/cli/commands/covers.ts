import { Command } from "commander";
import type { ReadSide } from "../../answer/covers-side.ts";
import { asked } from "../asked.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { inEachWorld } from "../in-each-world.ts";
import type { Io } from "../io.ts";
import { type CommonOptions, examples, withCommonOptions } from "../options.ts";
import { tellAround } from "../tell-around.ts";

interface CoversOptions extends CommonOptions {
	readonly namespace?: string;
}

/** `rolecall covers`: is this role or subject at least that one? */
export function coversCommand(io: Io, exit: (code: ExitCode) => void): Command {
	const command = new Command("covers")
		.summary("is this role or subject at least that one?")
		.description(
			"Is the first at least the second: may it do all that the second may? Exact over all requests there can be. A side is a role, as if it were bound, or a subject with its groups. No comes with what is lacking and an example.",
		)
		.argument("<left>", "ClusterRole/NAME, Role/NAMESPACE/NAME, sa:NAMESPACE/NAME, user:NAME or …")
		.argument("<right>", "the same: what the first is measured by")
		.optionsGroup("Question:")
		.option(
			"-n, --namespace <ns>",
			"only what is in this namespace, ClusterRoles as a RoleBinding there gives them",
		);
	return withCommonOptions(command)
		.addHelpText(
			"after",
			examples(io, [
				"rolecall covers ClusterRole/edit ClusterRole/view -f manifests/",
				"rolecall covers sa:ci/deployer Role/ci/deploy -f manifests/",
				"rolecall covers user:jane ClusterRole/view -n team --context prod",
				"rolecall covers sa:ci/old sa:ci/new -f manifests/",
			]),
		)
		.addHelpText("after", "Exits with 0 for yes, 1 for no, 3 for unknown, 2 for wrong input.")
		.action(async (left: string, right: string, options: CoversOptions) =>
			exit(await answer(io, left, right, options)),
		);
}

async function answer(
	io: Io,
	left: string,
	right: string,
	options: CoversOptions,
): Promise<ExitCode> {
	return inEachWorld(io, options, async ({ grants }, teller) => {
		const [{ covers }, { coversSide }] = await Promise.all([
			import("../../answer/covers.ts"),
			import("../../answer/covers-side.ts"),
		]);
		const { namespace } = options;
		const first = asked(coversSide(grants, left, namespace), teller);
		const second = asked(withoutRepeated(coversSide(grants, right, namespace), first), teller);
		const scope = namespace === undefined ? {} : { namespace };
		const found = covers(grants, first.side, second.side, scope);
		const inputs = inputWords(options);
		const shownBy = found.shownBy.map((one) => ({ ...one, words: [...one.words, ...inputs] }));
		await teller.answer({ kind: "Covers", covers: { ...found, shownBy } });
		tellAround(found, teller);
		return exitCodeOf(found.verdict);
	});
}

/** What is to be said of both sides is said once. */
function withoutRepeated(
	read: ReadSide | { readonly error: string },
	said: ReadSide,
): ReadSide | { readonly error: string } {
	if ("error" in read) return read;
	return { ...read, warnings: read.warnings.filter((one) => !said.warnings.includes(one)) };
}

/** The options that make another command read the same. */
function inputWords(options: CoversOptions): readonly string[] {
	const { filename, context, clusterSnapshot, kubeconfig, kubernetesVersion } = options;
	const named = (option: string, value: string | undefined): readonly string[] =>
		value === undefined ? [] : [option, value];
	return [
		...filename.flatMap((file) => ["-f", file]),
		...context.flatMap((one) => ["--context", one]),
		...named("--cluster-snapshot", clusterSnapshot),
		...named("--kubeconfig", kubeconfig),
		...named("--kubernetes-version", kubernetesVersion),
		...named("--default-namespace", options.defaultNamespace),
		...(options.live === true ? ["--live"] : []),
		...(options.remove === true ? ["--remove"] : []),
		...(options.bootstrapPolicy ? [] : ["--no-bootstrap-policy"]),
	];
}

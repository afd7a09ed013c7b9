import { exitCodes } from "../../src/cli/exit-code.ts";
import { rolecall } from "./run-cli.ts";

const block = /^```console\n([\s\S]*?)^```$/gm;

/** The commands of a page's console blocks: each line that begins with `$ rolecall`. */
export function commandsOf(page: string): readonly string[] {
	return [...page.matchAll(block)].flatMap(([, body = ""]) => commandLines(body));
}

/** A page with what its commands print today: as on a terminal, then `# exit N` unless that is 0. */
export async function withOutput(page: string): Promise<string> {
	const bodies = [...page.matchAll(block)].map(([, body = ""]) => body);
	const printed: string[] = [];
	for (const body of bodies) {
		const parts: string[] = [];
		for (const line of commandLines(body)) parts.push(`$ ${line}\n${await onTerminal(line)}`);
		printed.push(parts.join("\n"));
	}
	let index = 0;
	return page.replace(block, () => {
		const body = printed[index] ?? "";
		index += 1;
		return `\`\`\`console\n${body}\`\`\``;
	});
}

function commandLines(body: string): readonly string[] {
	return [...body.matchAll(/^\$ (.*)$/gm)].map(([, line = ""]) => line);
}

/** Both streams in the order of writing, 120 columns wide, without colours. */
async function onTerminal(line: string): Promise<string> {
	let shown = "";
	const { exit } = await rolecall(argumentsOf(line), {
		env: { NO_COLOR: "1" },
		columns: 120,
		errIsTerminal: true,
		onWrite: (text) => {
			shown += text;
		},
	});
	if (exit === exitCodes.bug) throw new Error(`\`${line}\` failed: ${shown}`);
	return exit === exitCodes.yes ? shown : `${shown}# exit ${exit}\n`;
}

/** The words of a command line after `rolecall`; quotes hold blanks together, and that is all of a shell there is. */
function argumentsOf(line: string): readonly string[] {
	const [program, ...words] = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
		([, double, single, plain]) => double ?? single ?? plain ?? "",
	);
	if (program !== "rolecall") throw new Error(`expected a command of rolecall, found \`${line}\``);
	return words;
}

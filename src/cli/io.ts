/** All that a run touches of the world outside, so that tests can be the world. */
export interface Io {
	readonly out: (text: string) => void;
	readonly err: (text: string) => void;
	/** Everything on standard input; called at most once. */
	readonly readStdin: () => string;
	/** A file, or standard input for `-`, as it comes. */
	readonly chunks: (file: string) => AsyncIterable<string>;
	readonly writeFile: (file: string, text: string) => void;
	readonly appendFile: (file: string, text: string) => void;
	readonly env: (name: string) => string | undefined;
	/** All of the environment, for finding and reaching a cluster. */
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** The columns of the terminal on standard output; undefined when there is none. */
	readonly columns: number | undefined;
	/** Whether standard error is a terminal. */
	readonly errIsTerminal: boolean;
	/** The name the program was called by: `rolecall`, or `kubectl-rolecall` as a plugin of kubectl. */
	readonly calledAs: string;
}

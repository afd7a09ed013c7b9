import type { Io } from "./io.ts";

/** The manifests on standard input count in every context, and each time a watch answers. */
export function readingStdinOnce(io: Io): Io {
	let text: string | undefined;
	return {
		...io,
		readStdin: () => {
			text ??= io.readStdin();
			return text;
		},
	};
}

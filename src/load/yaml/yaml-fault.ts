import type { ProblemCode } from "../../model/problem.ts";

/** Why a document cannot be read, and the offset in its text. Thrown and caught inside the reader only. */
export class YamlFault extends Error {
	readonly at: number;
	readonly code: ProblemCode;

	constructor(at: number, message: string, code: ProblemCode = "yaml-syntax") {
		super(message);
		this.at = at;
		this.code = code;
	}
}

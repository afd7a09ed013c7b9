import type { Cell, Matrix, MatrixRow } from "../model/answer.ts";
import type { Identity } from "../model/identity.ts";
import type { Request } from "../model/request.ts";
import { formatSubject, type Subject } from "../model/subject.ts";
import { asking, specOf } from "./ask-server.ts";
import type { World } from "./open-world.ts";

interface Asked {
	readonly row: number;
	readonly cell: number;
	readonly identity: Identity;
	readonly request: Request;
}

/** A matrix whose unknown cells the server has settled; kept wildcards cannot be asked and stay unknown. */
export async function settledMatrix(
	{ connection }: World,
	matrix: Matrix,
	subjects: readonly { readonly subject: Subject; readonly identity: Identity }[],
): Promise<Matrix> {
	if (connection === undefined) return matrix;
	const identities = new Map(
		subjects.map(({ subject, identity }) => [formatSubject(subject), identity]),
	);
	const questions = matrix.rows.flatMap((row, index) =>
		questionsOf(row, index, matrix.verbs, identities.get(formatSubject(row.subject))),
	);
	if (questions.length === 0) return matrix;
	const specs = questions.map(({ identity, request }) => specOf(identity, request));
	const replies = await asking(connection, specs, false);
	const settled = new Map<string, Cell>();
	for (const [index, { row, cell }] of questions.entries()) {
		const reply = replies[index];
		if (reply?.kind === "answer")
			settled.set(`${row}/${cell}`, reply.status.allowed ? "yes" : "no");
	}
	const rows = matrix.rows.map((row, index) => ({
		...row,
		cells: row.cells.map((cell, column) => settled.get(`${index}/${column}`) ?? cell),
	}));
	const note = `cluster ${connection.context} itself settled ${settled.size} of ${questions.length} unknown cells`;
	const refusal = replies.find((reply) => reply.kind === "error");
	const why = refusal?.kind === "error" ? `; it would not say: ${refusal.error.says}` : "";
	const isOpen = rows.some(({ cells }) => cells.includes("unknown"));
	return {
		...matrix,
		rows,
		gaps: isOpen ? matrix.gaps : [],
		notes: [...matrix.notes, `${note}${why}`],
	};
}

function questionsOf(
	row: MatrixRow,
	index: number,
	verbs: readonly string[],
	identity: Identity | undefined,
): readonly Asked[] {
	const { resource, path, namespace } = row;
	const isKept = resource.resource === "*" || resource.apiGroup === "*" || path?.includes("*");
	if (identity === undefined || isKept === true) return [];
	return row.cells.flatMap((cell, column): readonly Asked[] => {
		const verb = verbs[column] ?? "*";
		if (cell !== "unknown" || verb === "*") return [];
		const request: Request =
			path === undefined
				? { kind: "resource", verb, ...resource, namespace, name: "" }
				: { kind: "path", verb, path };
		return [{ row: index, cell: column, identity, request }];
	});
}

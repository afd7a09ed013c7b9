import type { SuiteProblem } from "../model/suite.ts";
import type { AccessLetThrough, Check, Claim } from "./claim.ts";
import { violationsOf } from "./evaluate.ts";
import type { SuiteWorld } from "./suite-world.ts";
import { nameOf, type Violation } from "./violation.ts";

/** Exceptions that let nothing through: the access is gone, or was never there. */
export function unusedExceptions({ claim }: Check, world: SuiteWorld): readonly SuiteProblem[] {
	if (claim.kind !== "ratchet" || claim.exceptions.length === 0) return [];
	return claim.exceptions
		.filter((one) => !isUsed(one, claim, world))
		.map(({ title, place }) => ({
			severity: "warning",
			message: `the exception \`${title}\` lets nothing through: remove it`,
			place,
		}));
}

/** Alone it lets something through, or the others would let less through without it. */
function isUsed(
	one: AccessLetThrough,
	claim: Extract<Claim, { kind: "ratchet" }>,
	world: SuiteWorld,
): boolean {
	const found = (exceptions: readonly AccessLetThrough[]): readonly Violation[] =>
		violationsOf({ ...claim, exceptions }, world);
	const others = claim.exceptions.filter((other) => other !== one);
	return !areAlike(found([]), found([one])) || !areAlike(found(claim.exceptions), found(others));
}

function areAlike(some: readonly Violation[], others: readonly Violation[]): boolean {
	return (
		some.length === others.length &&
		some.every((one, index) => {
			const other = others[index];
			return (
				other !== undefined &&
				one.region.equals(other.region) &&
				(one.who && nameOf(one.who)) === (other.who && nameOf(other.who))
			);
		})
	);
}

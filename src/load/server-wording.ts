import { goQuote } from "../model/go-quote.ts";

// The sentences of the API server's field errors, without the field's path.
// https://github.com/kubernetes/kubernetes/blob/v1.37.1/staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go

export function required(detail: string): string {
	return withDetail("Required value", detail);
}

export function invalid(value: string, detail: string): string {
	return withDetail(`Invalid value: ${goQuote(value)}`, detail);
}

export function unsupported(value: string, supported: readonly string[]): string {
	return `Unsupported value: ${goQuote(value)}: supported values: ${supported.map(goQuote).join(", ")}`;
}

export function forbidden(detail: string): string {
	return withDetail("Forbidden", detail);
}

export function tooLong(detail: string): string {
	return withDetail("Too long", detail);
}

/** A list as `Invalid value` shows it: JSON since 1.34, Go source before. */
export function invalidList(values: readonly string[], detail: string, minor: number): string {
	const shown =
		minor >= 34 ? goJson(values) : `[]string{${values.map((value) => goQuote(value)).join(", ")}}`;
	return withDetail(`Invalid value: ${shown}`, detail);
}

/** Go's encoding/json also escapes what is dangerous inside HTML. */
export function goJson(value: unknown): string {
	return JSON.stringify(value).replace(
		/[<>&\u2028\u2029]/g,
		(character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
	);
}

function withDetail(says: string, detail: string): string {
	return detail === "" ? says : `${says}: ${detail}`;
}

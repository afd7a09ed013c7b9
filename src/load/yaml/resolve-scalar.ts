/** What a scalar without quotes and tag can mean; timestamps and base-60 numbers stay text for kubectl. */
export type Scalar = string | number | boolean | null;

const words: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
	...spellings(true, "y Y yes Yes YES true True TRUE on On ON"),
	...spellings(false, "n N no No NO false False FALSE off Off OFF"),
	...spellings(null, "~ null Null NULL"),
	...spellings(Number.NaN, ".nan .NaN .NAN"),
	...spellings(Number.POSITIVE_INFINITY, ".inf .Inf .INF +.inf +.Inf +.INF"),
	...spellings(Number.NEGATIVE_INFINITY, "-.inf -.Inf -.INF"),
]);

function spellings(value: Scalar, list: string): readonly (readonly [string, Scalar])[] {
	return list.split(" ").map((word) => [word, value]);
}

/**
 * The value of a plain scalar as sigs.k8s.io/yaml (go-yaml v2) resolves it, which is neither YAML 1.1 nor 1.2 to the
 * letter: `0o17` and `017` are both 15, `08` is 8, underscores are dropped anywhere in a number, `1:30` is text.
 */
export function resolvePlain(text: string): Scalar {
	const first = text.charCodeAt(0);
	if (first >= 0x30 && first <= 0x39) return resolveNumber(text);
	switch (text[0]) {
		case undefined:
			return null;
		case "+":
		case "-":
			return words.get(text) ?? resolveNumber(text);
		case ".":
			return words.get(text) ?? resolveFraction(text);
		case "y":
		case "Y":
		case "n":
		case "N":
		case "t":
		case "T":
		case "f":
		case "F":
		case "o":
		case "O":
		case "~":
			return resolveWord(text);
		default:
			return text;
	}
}

function resolveWord(text: string): Scalar {
	if (text.length > 5) return text;
	const value = words.get(text);
	return value === undefined ? text : value;
}

const integer = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const shortInteger = /^[1-9][0-9]*$/;
const largestInt64 = 2n ** 63n - 1n;
const largestUint64 = 2n ** 64n - 1n;
const decimal = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

function resolveNumber(text: string): Scalar {
	const digits = text.includes("_") ? text.replaceAll("_", "") : text;
	if (digits.length < 10 && shortInteger.test(digits)) return Number(digits);
	if (integer.test(digits)) {
		const value = integerValue(digits);
		if (value !== undefined) return Number(value);
	}
	return decimal.test(digits) ? finiteOr(text, digits) : text;
}

/** Undefined when the number has more than 64 bits: go-yaml then tries a decimal fraction, then text. */
function integerValue(digits: string): bigint | undefined {
	const negative = digits.startsWith("-");
	const signed = negative || digits.startsWith("+");
	const magnitude = signed ? digits.slice(1) : digits;
	const value = BigInt(/^0[0-7]/.test(magnitude) ? `0o${magnitude}` : magnitude);
	if (value > (signed ? largestInt64 + (negative ? 1n : 0n) : largestUint64)) return undefined;
	return negative ? -value : value;
}

/** A fraction without a whole part keeps its underscores, which Go allows between digits only. */
function resolveFraction(text: string): Scalar {
	if (/_(?![0-9])|(?<![0-9])_/.test(text)) return text;
	const digits = text.replaceAll("_", "");
	return decimal.test(digits) ? finiteOr(text, digits) : text;
}

/** A number too large for 64 bits of floating point stays text. */
function finiteOr(text: string, digits: string): Scalar {
	const value = Number(digits);
	return Number.isFinite(value) ? value : text;
}

/** Whether a plain scalar is a whole number, not a fraction: `0x1f` is, `1.0` and `08` are not. */
export function isWholeNumber(text: string): boolean {
	const digits = text.replaceAll("_", "");
	return /^[-+0-9]/.test(text) && integer.test(digits) && integerValue(digits) !== undefined;
}

/** The text a plain scalar becomes as a key in JSON; undefined for those Go has no text for. */
export function plainKeyText(text: string): string | undefined {
	const value = resolvePlain(text);
	if (typeof value === "string") return value;
	if (typeof value === "number") return numberKey(text.replaceAll("_", ""), value);
	return value === null ? undefined : String(value);
}

function numberKey(digits: string, value: number): string | undefined {
	const whole = integer.test(digits) ? integerValue(digits) : undefined;
	if (whole === undefined) return fractionKey(value);
	return whole > largestInt64 ? undefined : String(whole);
}

/** Go prints a fraction with 32 bits of precision, and with two digits of exponent from a million on: `1e+06`. */
function fractionKey(value: number): string {
	if (Number.isNaN(value)) return ".nan";
	const rounded = Math.fround(value);
	if (!Number.isFinite(rounded)) return rounded > 0 ? ".inf" : "-.inf";
	let precision = 1;
	while (precision < 9 && Math.fround(Number(rounded.toPrecision(precision))) !== rounded) {
		precision++;
	}
	const [mantissa, power] = rounded.toExponential(precision - 1).split("e");
	const exponent = Number(power);
	if (exponent >= -4 && exponent < 6) return String(Number(rounded.toPrecision(precision)));
	return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

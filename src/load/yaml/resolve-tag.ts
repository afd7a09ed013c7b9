import { isWholeNumber, resolvePlain, type Scalar } from "./resolve-scalar.ts";

const prefix = "tag:yaml.org,2002:";

/**
 * The value of a scalar with a tag, as go-yaml v2 gives it; undefined where it refuses. Tags it does not know leave
 * the text as it is.
 */
export function resolveTagged(tag: string, text: string): Scalar | undefined {
	if (!tag.startsWith(prefix)) return text;
	const value = resolvePlain(text);
	switch (tag.slice(prefix.length)) {
		case "bool":
			return typeof value === "boolean" ? value : undefined;
		case "int":
			return isWholeNumber(text) ? value : undefined;
		case "float":
			return typeof value === "number" ? value : undefined;
		case "null":
			return value === null ? null : undefined;
		case "timestamp":
			return /^\d{4}-\d\d?-\d\d?(?:$|[Tt ])/.test(text) ? text : undefined;
		case "binary":
			return decodeBase64(text);
		default:
			return text;
	}
}

function decodeBase64(text: string): string | undefined {
	const packed = text.replace(/\s/g, "");
	const isBase64 = packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
	return isBase64 ? Buffer.from(packed, "base64").toString("utf8") : undefined;
}

/** An element of an XML document; a text among the children is told as it is. */
export interface XmlElement {
	readonly name: string;
	readonly attributes: readonly (readonly [string, string | number])[];
	readonly children: readonly (XmlElement | string)[];
}

export function element(
	name: string,
	attributes: XmlElement["attributes"],
	children: XmlElement["children"] = [],
): XmlElement {
	return { name, attributes, children };
}

/** A document in XML 1.0. What it cannot hold, as control characters, is replaced by `U+FFFD`. */
export function xmlText(root: XmlElement): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n${elementText(root, "")}\n`;
}

function elementText({ name, attributes, children }: XmlElement, indent: string): string {
	const told = attributes.map(([key, value]) => ` ${key}="${attributeText(String(value))}"`);
	const start = `${indent}<${name}${told.join("")}`;
	if (children.length === 0) return `${start}/>`;
	if (children.some((child) => typeof child === "string")) {
		const inside = children.map((one) =>
			typeof one === "string" ? plain(one) : elementText(one, ""),
		);
		return `${start}>${inside.join("")}</${name}>`;
	}
	const lines = children.map((one) =>
		typeof one === "string" ? one : elementText(one, `${indent}  `),
	);
	return `${start}>\n${lines.join("\n")}\n${indent}</${name}>`;
}

/** A reader would turn a line break or a tab of an attribute into a space. */
function attributeText(text: string): string {
	return plain(text).replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
}

/** `>` too, for the sake of `]]>`; a carriage return, which a reader would drop. */
function plain(text: string): string {
	return text
		.replace(notXml, "\ufffd")
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll("\r", "&#13;");
}

/** All but the characters that https://www.w3.org/TR/xml/#charsets allows. */
const notXml = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

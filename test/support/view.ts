import { plainStyle } from "../../src/render/style.ts";
import type { View } from "../../src/render/view.ts";

/** A terminal of so many columns without colours. */
export function terminal(width = 80): View {
	return { style: plainStyle, width, headers: true, version: "0.0.0", wide: false };
}

export const pipe: View = terminal(Number.POSITIVE_INFINITY);

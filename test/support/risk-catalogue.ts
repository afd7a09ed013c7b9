// The rows of the risk catalogue that the policies answer.
import { readFileSync } from "node:fs";
import { parse } from "yaml";

interface RiskCatalogue {
	readonly rows: readonly string[];
	/** Why no policy answers a row. */
	readonly without: Readonly<Record<string, string>>;
	/** Rows whose policies are not there yet. */
	readonly pending: readonly string[];
}

export function readCatalogue(): RiskCatalogue {
	const file = new URL("../audit/catalogue-rows.yaml", import.meta.url);
	return parse(readFileSync(file, "utf8")) as RiskCatalogue;
}

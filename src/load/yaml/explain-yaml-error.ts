import type { YAMLParseError } from "yaml";
import { YamlFault } from "./yaml-fault.ts";

export function explainYamlError(error: YAMLParseError, _text: string): YamlFault {
	return new YamlFault(
		error.pos[0],
		`${error.code} ${error.message}`,
		error.code === "RESOURCE_EXHAUSTION" ? "too-large" : "yaml-syntax",
	);
}

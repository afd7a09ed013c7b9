import type { CheckResult } from "../model/suite-result.ts";
import { plainStyle } from "../render/style.ts";
import { failuresText } from "../render/test/pretty.ts";

/** Why a check failed, as `rolecall test` tells it, without colours. */
export function failureMessage(check: CheckResult): string {
	const view = { style: plainStyle, width: Number.POSITIVE_INFINITY, version: "", verbose: false };
	return failuresText(check, view).trim();
}

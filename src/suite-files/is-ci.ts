/** Does a service run this? As such services say it: the variable is set, and not to a no. */
export function isCI(variable: string | undefined): boolean {
	return !["", "0", "false"].includes(variable?.toLowerCase() ?? "");
}

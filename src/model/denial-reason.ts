/** In what the nearest grant may differ from what is denied. */
export const denialReasons = [
	"no-rule",
	"wrong-group",
	"wrong-name",
	"wrong-namespace",
	"no-binding",
	"missing-role",
] as const;

export type DenialReason = (typeof denialReasons)[number];

/** The minors whose default policy and resources are known, the newest last. */
export const kubernetesVersions: readonly string[] = [
	"1.31",
	"1.32",
	"1.33",
	"1.34",
	"1.35",
	"1.36",
	"1.37",
];

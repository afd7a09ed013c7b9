import { kubernetesVersions } from "../kubernetes-versions.ts";

const minors = kubernetesVersions.map((version) => Number(version.slice("1.".length)));
const oldest = Math.min(...minors);
const newest = Math.max(...minors);

/** `1.37` for `v1.37.1`; the nearest minor whose facts ship with rolecall. */
export function knownMinor(kubernetesVersion: string): string {
	const match = /^v1\.(\d+)/.exec(kubernetesVersion);
	const minor = match === null ? newest : Number(match[1]);
	return `1.${Math.min(newest, Math.max(oldest, minor))}`;
}

/** 37 of `1.37`. */
export function minorOf(kubernetesVersion: string): number {
	return Number(kubernetesVersion.split(".")[1]);
}

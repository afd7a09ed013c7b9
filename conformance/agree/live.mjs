// The commands on a live cluster: what they say of a running server, of a snapshot file of it and of the same
// objects as manifests, against what that server answers itself.
import { liveAgreement } from "../live/run.mjs";

export async function live({ server, dist, short, findings }) {
	const { cases, disagreements } = await liveAgreement(server, { dist, full: !short });
	findings.asked += cases;
	for (const one of disagreements) findings.disagree(one);
}

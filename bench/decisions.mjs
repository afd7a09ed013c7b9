import { identityOf, loadSnapshot, resolveGrants, whoCan } from "../dist/index.js";
import { fastestEach } from "./stopwatch.mjs";

const runs = 15;

/** Microseconds a question, at one size of the cluster. */
export function measureDecisions(objects, requests) {
	const read = JSON.parse(JSON.stringify(objects));
	const snapshot = loadSnapshot({ objects: read, bootstrapPolicy: false });
	if (snapshot.problems.length > 0) throw new Error(snapshot.problems[0].message);
	const grants = resolveGrants(snapshot);
	const text = JSON.stringify(requests.map(split));
	// Strings out of JSON are as fresh as those of a request off the wire: none has its hash computed yet.
	const fresh = () => JSON.parse(text);
	const allowed = fresh().filter(({ identity, request }) => grants.allows(identity, request));

	const identities = fresh()
		.slice(0, 200)
		.map(({ identity }) => grants.permissionsOf(identity));
	for (const { request } of fresh()) for (const one of identities) one.allows(request);
	const holders = fresh()
		.slice(0, 200)
		.map(({ request }) => whoCan(grants, request).holders.length);
	return {
		allowed: allowed.length / requests.length,
		oneOff: fastestEach(runs, fresh, ({ identity, request }) => grants.allows(identity, request)),
		userOnly: fastestEach(runs, fresh, ({ identity, request }) =>
			grants.allows(identityOf(identity.name), request),
		),
		resolved: fastestEach(runs, fresh, ({ request }, i) => identities[i % 200].allows(request)),
		who: fastestEach(
			5,
			() => fresh().slice(0, 200),
			({ request }) => whoCan(grants, request),
			10,
		),
		holders: holders.reduce((sum, one) => sum + one, 0) / holders.length,
	};
}

function split({ user, groups, verb, apiGroup, resource, subresource, namespace, name }) {
	const request = { kind: "resource", verb, apiGroup, resource, subresource, namespace, name };
	return { identity: { name: user, groups }, request };
}

// What a server refuses, and why, against what rolecall's loader refuses.
import { object } from "./objects.mjs";
import { random } from "./random.mjs";

const batch = 200;

export async function validation({ rolecall, judge, server, minor, seed, count, findings }) {
	for (let i = 0; findings.asked < count; i += 1) {
		const r = random(seed * 13_000_027 + i);
		const objects = Array.from({ length: batch }, () => object(r));
		const answers = await Promise.all(
			objects.map((one) => judge.tryAsk({ op: "validate", object: one, namespace: placeOf(one) })),
		);
		for (const [j, one] of objects.entries())
			compare({ rolecall, minor, findings }, one, answers[j], "judge");
	}
	if (server !== undefined)
		await onTheServer({
			rolecall,
			server,
			minor,
			seed,
			findings,
			count: Math.min(2000, Math.ceil(count / 10)),
		});
}

/** Where kubectl puts an object: an absent namespace is that of the context. */
function placeOf({ metadata }) {
	const namespace = metadata?.namespace;
	return typeof namespace === "string" && namespace !== "" ? namespace : "default";
}

async function onTheServer({ rolecall, server, minor, seed, findings, count }) {
	await server.ask({
		op: "apply",
		objects: ["n1"].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
	});
	const r = random(seed + 17);
	for (let done = 0; done < count; ) {
		const one = object(r);
		if (!["default", "n1"].includes(placeOf(one))) continue;
		done += 1;
		const { results } = await server.tryAsk({
			op: "apply",
			verb: "create",
			dryRun: true,
			fieldValidation: "Ignore",
			objects: [one],
		});
		const [answer] = results ?? [];
		if (answer === undefined || answer.error !== undefined) continue;
		compare({ rolecall, minor, findings }, one, asJudged(answer), "server");
	}
}

/** A server's answer in the judge's form. */
function asJudged({ code, causes, message, reason }) {
	if (code < 300) return { ok: true, errors: [] };
	// An object of a name that is taken, or of none: validation comes first, so it is sound.
	if (reason === "AlreadyExists") return { ok: true, errors: [] };
	if (code === 400) return { ok: false, errors: [], decodeError: message, code, message };
	return { ok: false, code, message, errors: causes ?? [] };
}

function compare({ rolecall, minor, findings }, one, answer, who) {
	const { problems } = rolecall.loadSnapshot({
		objects: [one],
		kubernetesVersion: minor,
		bootstrapPolicy: false,
	});
	const errors = problems.filter(({ severity }) => severity === "error");
	if (problems.some(({ code }) => code === "kustomize-patch" || code === "missing-kind")) return;
	// What manages which field the server works out anew before it validates; the judge does not.
	if (
		who === "judge" &&
		answer.errors?.some(({ field }) => field.startsWith("metadata.managedFields"))
	)
		return;
	const wrong = wrongRefusal(errors, answer, one);
	const what = answer.ok ? `taken by the ${who}` : `refused by the ${who}`;
	findings.check(
		wrong === undefined,
		() => ({ what: wrong, object: one, rolecall: errors.map(brief), [who]: answer }),
		what,
	);
}

function wrongRefusal(errors, answer, written) {
	if (answer.error !== undefined) return `the judge fails: ${answer.error}`;
	if (answer.ok) return errors.length === 0 ? undefined : "refused by rolecall only";
	if (errors.length === 0) return "taken by rolecall only";
	if (answer.decodeError) {
		const isTold = errors.some(({ code }) => code === "wrong-type");
		return isTold ? undefined : "not decodable, and not told so";
	}
	if (errors.some(({ code }) => code === "wrong-type")) return "of a wrong type for rolecall only";
	if (answer.errors.length === 0) return `refused as a whole: ${answer.message}`;
	return wrongReasons(
		errors,
		answer.errors.filter((one) => !isGenerated(one, written)),
	);
}

/** A bad generateName makes a bad name, of which only the server knows the end. */
function isGenerated({ field }, { metadata }) {
	return field === "metadata.name" && !metadata?.name && metadata?.generateName;
}

/** Every reason of the server's is one of rolecall's and the other way round, the same field and text. */
function wrongReasons(errors, theirs) {
	const same = (one, other) => one.field === other.field && says(one.message, other.message);
	const untold = theirs.find((other) => !errors.some((one) => same(one, other)));
	if (untold !== undefined) return `does not say ${untold.field}: ${untold.message}`;
	const besides = errors.find((one) => !theirs.some((other) => same(one, other)));
	return besides === undefined ? undefined : `says besides: ${besides.field}: ${besides.message}`;
}

/** The server's sentence, perhaps with rolecall's remedy behind it. */
function says(ours, theirs) {
	// Until 1.33 the server shows lists and mappings as Go prints them, with addresses of memory.
	const detail = /^Invalid value: (?:\[\])?v1\.\w+\{.*\}: (.*)$/s.exec(theirs)?.[1];
	if (detail !== undefined) return ours.includes(`: ${detail}`);
	return ours === theirs || ours.startsWith(`${theirs}; `);
}

const brief = ({ code, field, message }) => ({ code, field, message });

// How long it takes to read a big cluster: rolecall's live who-can beside the plain lists of a client.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { parse } from "yaml";
import { liveObjects } from "./world.mjs";

const rbac = "/apis/rbac.authorization.k8s.io/v1";

/** Fills the server with 2,000 Roles and 6,000 RoleBindings and prints seconds; the cluster is left filled. */
export async function readingTimes(server, dist) {
	const objects = liveObjects(1);
	for (let at = 0; at < objects.length; at += 1000) {
		await server.ask({ op: "apply", objects: objects.slice(at, at + 1000) });
	}
	await server.ask({ op: "settle" });
	const access = accessOf(server.kubeconfig);
	await pages(access, `${rbac}/rolebindings`); // the server's own first time
	for (const path of [`${rbac}/rolebindings`, `${rbac}/roles`]) {
		const { seconds, requests, bytes } = await pages(access, path);
		console.log(`raw lists of ${path}: ${requests} requests, ${bytes} bytes, ${seconds} s`);
	}
	const command = [process.execPath, join(dist, "cli/main.js")];
	const asked = ["who-can", "get", "secrets", "-n", "team-1"];
	console.log(`live who-can: ${await seconds([...command, ...asked], server.kubeconfig)} s`);
	const kubectl = process.env["KUBECTL"];
	if (kubectl !== undefined) {
		const words = [kubectl, "get", "rolebindings", "-A", "-o", "json"];
		console.log(`kubectl get rolebindings -A: ${await seconds(words, server.kubeconfig)} s`);
	}
}

/** The middle of five runs. */
async function seconds([program, ...words], kubeconfig) {
	const times = [];
	for (let turn = 0; turn < 5; turn += 1) {
		const start = performance.now();
		const child = spawn(program, words, {
			env: { ...process.env, KUBECONFIG: kubeconfig },
			stdio: ["ignore", "ignore", "inherit"],
		});
		await new Promise((resolve) => child.on("close", resolve));
		times.push(performance.now() - start);
	}
	return (times.sort((a, b) => a - b)[2] / 1000).toFixed(2);
}

function accessOf(kubeconfig) {
	const { clusters, users } = parse(readFileSync(kubeconfig, "utf8"));
	const [{ cluster }] = clusters;
	const [{ user }] = users;
	const data = (text) => (text === undefined ? undefined : Buffer.from(text, "base64"));
	return {
		server: cluster.server,
		ca: data(cluster["certificate-authority-data"]),
		cert: data(user["client-certificate-data"]),
		key: data(user["client-key-data"]),
		token: user.token,
	};
}

async function pages(access, path) {
	const start = performance.now();
	let requests = 0;
	let bytes = 0;
	let next = "";
	do {
		const text = await get(access, `${path}?limit=500&continue=${encodeURIComponent(next)}`);
		next = JSON.parse(text).metadata.continue ?? "";
		requests += 1;
		bytes += text.length;
	} while (next !== "");
	return { seconds: ((performance.now() - start) / 1000).toFixed(2), requests, bytes };
}

function get({ server, token, ...tls }, path) {
	const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
	return new Promise((resolve, reject) => {
		request(new URL(path, server), { ...tls, headers }, (response) => {
			let text = "";
			response.setEncoding("utf8").on("data", (chunk) => (text += chunk));
			response.on("end", () => resolve(text));
		})
			.on("error", reject)
			.end();
	});
}

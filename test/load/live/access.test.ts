import { expect, test } from "vitest";
import { inClusterAccess } from "../../../src/load/live/access.ts";

const environment = { KUBERNETES_SERVICE_HOST: "10.0.0.1", KUBERNETES_SERVICE_PORT: "443" };
const mounted = new Map([
	["token", "t"],
	["ca.crt", "authority"],
	["namespace", "team\n"],
]);
const read = (name: string): Buffer | undefined => {
	const text = mounted.get(name);
	return text === undefined ? undefined : Buffer.from(text);
};

test("a pod finds its cluster, its namespace and its token", () => {
	expect(inClusterAccess(environment, read, "/mounted/token")).toMatchObject({
		context: "in-cluster",
		namespace: "team",
		server: new URL("https://10.0.0.1:443"),
		authority: Buffer.from("authority"),
		isInsecure: false,
		proof: { kind: "tokenFile", file: "/mounted/token" },
	});
});

test("an IPv6 address is put in brackets", () => {
	const six = { ...environment, KUBERNETES_SERVICE_HOST: "fd00::1" };
	expect(inClusterAccess(six, read, "")?.server.href).toBe("https://[fd00::1]/");
});

test("without a token or the variables there is no cluster around", () => {
	expect(inClusterAccess({}, read, "")).toBeUndefined();
	expect(inClusterAccess(environment, () => undefined, "")).toBeUndefined();
});

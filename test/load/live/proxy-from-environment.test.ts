import { expect, test } from "vitest";
import { proxyFromEnvironment } from "../../../src/load/live/proxy-from-environment.ts";

// Expected values from golang.org/x/net/http/httpproxy's documentation.
test.each([
	["https://k8s.corp.example:6443", {}, undefined],
	["https://k8s.corp.example:6443", { HTTPS_PROXY: "http://proxy:3128" }, "http://proxy:3128"],
	["https://k8s.corp.example:6443", { https_proxy: "proxy:3128" }, "http://proxy:3128"],
	["https://k8s.corp.example:6443", { HTTP_PROXY: "http://proxy" }, undefined],
	["http://k8s.corp.example", { HTTP_PROXY: "http://proxy" }, "http://proxy"],
	["https://localhost:6443", { HTTPS_PROXY: "http://proxy" }, undefined],
	["https://127.0.0.1:6443", { HTTPS_PROXY: "http://proxy" }, undefined],
	["https://[::1]:6443", { HTTPS_PROXY: "http://proxy" }, undefined],
])("%s with %j goes through %s", (server, environment, proxy) => {
	expect(proxyFromEnvironment(new URL(server), environment)).toBe(proxy);
});

test.each([
	["corp.example", true],
	[".corp.example", true],
	["*.corp.example", true],
	["k8s.corp.example", true],
	["k8s.corp.example:6443", true],
	["other.example, corp.example", true],
	["*", true],
	["K8S.CORP.EXAMPLE", true],
	["k8s.corp.example:443", false],
	[".k8s.corp.example", false],
	["orp.example", false],
	["10.0.0.0/8", false],
	["", false],
])("NO_PROXY=%s excepts k8s.corp.example:6443: %s", (NO_PROXY, excepted) => {
	const environment = { HTTPS_PROXY: "http://proxy", NO_PROXY };
	const proxy = proxyFromEnvironment(new URL("https://k8s.corp.example:6443"), environment);
	expect(proxy).toBe(excepted ? undefined : "http://proxy");
});

test.each([
	["10.0.0.0/8", true],
	["10.1.2.3", true],
	["10.1.2.3:6443", true],
	["10.1.2.4", false],
	["11.0.0.0/8", false],
	["10.0.0.0/99", false],
	["fd00::/8", false],
])("NO_PROXY=%s excepts 10.1.2.3:6443: %s", (NO_PROXY, excepted) => {
	const environment = { HTTPS_PROXY: "http://proxy", NO_PROXY };
	const proxy = proxyFromEnvironment(new URL("https://10.1.2.3:6443"), environment);
	expect(proxy).toBe(excepted ? undefined : "http://proxy");
});

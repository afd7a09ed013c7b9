import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";

/** Where systems keep the authorities they trust; Go, and so kubectl, looks there, Node does not. */
const bundles: readonly string[] = [
	"/etc/ssl/certs/ca-certificates.crt",
	"/etc/pki/tls/certs/ca-bundle.crt",
	"/etc/ssl/ca-bundle.pem",
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
	"/etc/ssl/cert.pem",
];

/** The authorities for a cluster whose kubeconfig names none: the system's and Node's own. */
export function trustedAuthorities(): string[] {
	const named = process.env["SSL_CERT_FILE"];
	for (const file of named === undefined ? bundles : [named]) {
		try {
			return [...rootCertificates, readFileSync(file, "utf8")];
		} catch {
			// Each system has only one of them.
		}
	}
	return [...rootCertificates];
}

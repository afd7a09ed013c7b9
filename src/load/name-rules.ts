// What the API server says against names, labels and annotations keys; an empty list when it takes them.
// https://github.com/kubernetes/kubernetes/blob/v1.37.1/staging/src/k8s.io/apimachinery/pkg/api/validate/content

const label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const subdomain = `${label}(\\.${label})*`;
const keyName = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const labelPattern = new RegExp(`^${label}$`);
const subdomainPattern = new RegExp(`^${subdomain}$`);
const keyPattern = new RegExp(`^${keyName}$`);
const plain =
	"must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

const nothing: readonly string[] = [];
/** The same few keys stand on every object. */
const soundKeys = new Set<string>();

/** The names of RBAC objects may hold almost anything that fits into one step of a URL. */
export function pathSegmentErrors(name: string): readonly string[] {
	if (name === "." || name === "..") return [`may not be '${name}'`];
	if (!name.includes("/") && !name.includes("%")) return nothing;
	return ["/", "%"]
		.filter((part) => name.includes(part))
		.map((part) => `may not contain '${part}'`);
}

/** Namespaces. */
export function dnsLabelErrors(name: string): readonly string[] {
	if (name.length <= 63 && labelPattern.test(name)) return nothing;
	const errors = lengthErrors(name, 63, "characters");
	if (labelPattern.test(name)) return errors;
	if (subdomainPattern.test(name)) return [...errors, "must not contain dots"];
	const says =
		"a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
	return [...errors, patternError(says, label, ["my-name", "123-abc"])];
}

/** ServiceAccounts and the prefixes of label keys. */
export function dnsSubdomainErrors(name: string, unit = "characters"): readonly string[] {
	if (name.length <= 253 && (labelPattern.test(name) || subdomainPattern.test(name)))
		return nothing;
	const errors = lengthErrors(name, 253, unit);
	if (subdomainPattern.test(name)) return errors;
	const says =
		"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
	return [...errors, patternError(says, subdomain, ["example.com"])];
}

/** Keys of labels and annotations, and finalizers. */
export function labelKeyErrors(key: string, minor: number): readonly string[] {
	if (soundKeys.has(key)) return nothing;
	const slash = key.indexOf("/");
	const name = key.slice(slash + 1);
	if (name.length <= 63 && keyPattern.test(name)) {
		const prefix = key.slice(0, slash);
		if (slash === -1 || (prefix.length <= 253 && subdomainPattern.test(prefix))) {
			if (soundKeys.size < 1000) soundKeys.add(key);
			return nothing;
		}
	}
	return labelKeyFailures(key, minor);
}

function labelKeyFailures(key: string, minor: number): readonly string[] {
	const parts = key.split("/");
	const wrong = patternError(plain, keyName, ["MyName", "my.name", "123-abc"]);
	if (parts.length > 2) {
		const noun = minor >= 35 ? "a valid label key" : "a qualified name";
		return [
			`${noun} ${wrong} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
		];
	}
	const name = parts.at(-1) ?? "";
	const unit = unitOfLength(minor);
	const errors = parts.length === 2 ? prefixErrors(parts[0] ?? "", unit) : [];
	if (name === "") errors.push("name part must be non-empty");
	else errors.push(...lengthErrors(name, 63, unit).map((error) => `name part ${error}`));
	if (!keyPattern.test(name)) errors.push(`name part ${wrong}`);
	return errors;
}

function prefixErrors(prefix: string, unit: string): string[] {
	if (prefix === "") return ["prefix part must be non-empty"];
	return dnsSubdomainErrors(prefix, unit).map((error) => `prefix part ${error}`);
}

export function labelValueErrors(value: string, minor: number): readonly string[] {
	if (value === "" || (value.length <= 63 && keyPattern.test(value))) return nothing;
	const errors = lengthErrors(value, 63, unitOfLength(minor));
	if (keyPattern.test(value)) return errors;
	const says = `a valid label must be an empty string or ${plain.slice("must ".length)}`;
	return [...errors, patternError(says, `(${keyName})?`, ["MyValue", "my_value", "12345"])];
}

function unitOfLength(minor: number): string {
	return minor >= 35 ? "bytes" : "characters";
}

function lengthErrors(text: string, limit: number, unit: string): string[] {
	// The server counts bytes, whatever it says.
	const tooLong = text.length > limit || Buffer.byteLength(text) > limit;
	return tooLong ? [`must be no more than ${limit} ${unit}`] : [];
}

function patternError(says: string, pattern: string, examples: readonly string[]): string {
	const quoted = examples.map((example) => `'${example}', `).join(" or ");
	return `${says} (e.g. ${quoted}regex used for validation is '${pattern}')`;
}

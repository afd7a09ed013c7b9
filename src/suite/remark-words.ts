/** A remark about a phrase in the words of a suite, where there is no server to ask: with what to do about it. */
export function remarkWords(remark: string): string {
	if (/^namespace `.*` appears nowhere in the input/.test(remark)) {
		return `${remark}: add it to \`cluster.namespaces.known\` if it exists`;
	}
	const unknown = remark
		.replace(/^the server has no /, "there is no ")
		.replace(": taken as written", "");
	if (unknown === remark) return remark;
	const what = /^there is no (resource type|API group)/.exec(unknown)?.[1];
	return what === undefined || unknown.includes("did you mean")
		? unknown
		: `${unknown.replace(/; one of a CRD .*$/, "")}: add its CRD to \`cluster.crds\``;
}

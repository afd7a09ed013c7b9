// The built library, and the parts of it that it keeps to itself.
import { pathToFileURL } from "node:url";

const internals = [
	"load/documents.js",
	"model/identity.js",
	"answer/question.js",
	"answer/review.js",
	"answer/identity-sets.js",
	"sets/permission-sets.js",
	"answer/escalation.js",
];

/** rolecall as compiled into a folder. */
export async function rolecallIn(folder) {
	const load = (file) => import(new URL(file, `${pathToFileURL(folder).href}/`).href);
	const parts = await Promise.all(["index.js", ...internals].map(load));
	return Object.assign({}, ...parts);
}

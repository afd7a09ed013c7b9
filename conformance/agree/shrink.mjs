/** A smaller list of objects or rules for which `isWrong` still holds: one of them, or of what they list, less at a time. */
export async function shrunk(objects, isWrong) {
	let smallest = objects;
	for (let progress = true; progress; ) {
		progress = false;
		for (const fewer of smaller(smallest)) {
			if (!(await isWrong(fewer))) continue;
			smallest = fewer;
			progress = true;
			break;
		}
	}
	return smallest;
}

const lists = [
	"rules",
	"subjects",
	"verbs",
	"apiGroups",
	"resources",
	"resourceNames",
	"nonResourceURLs",
];

function* smaller(objects) {
	for (const [i] of objects.entries()) yield objects.toSpliced(i, 1);
	for (const [i, object] of objects.entries()) {
		for (const field of lists) {
			const list = object[field] ?? [];
			for (const [j] of list.entries())
				yield objects.with(i, { ...object, [field]: list.toSpliced(j, 1) });
		}
	}
}

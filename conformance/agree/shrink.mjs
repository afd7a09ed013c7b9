/** A smaller list of objects for which `isWrong` still holds: one object, rule or subject less at a time. */
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

function* smaller(objects) {
	for (const [i] of objects.entries()) yield objects.toSpliced(i, 1);
	for (const [i, object] of objects.entries()) {
		for (const field of ["rules", "subjects"]) {
			const list = object[field] ?? [];
			for (const [j] of list.entries())
				yield objects.with(i, { ...object, [field]: list.toSpliced(j, 1) });
		}
	}
}

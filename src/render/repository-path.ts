/** Where a run takes place: the root of the repository, and the folder below it; "" for the root itself. */
export interface RunPlace {
	readonly root: string;
	readonly folder: string;
}

/** A file as the repository names it, for whoever shows it there. */
export function repositoryPath(file: string, place: RunPlace | undefined): string {
	if (place !== undefined && file.startsWith(`${place.root}/`)) {
		return file.slice(place.root.length + 1);
	}
	const isBelow = place !== undefined && place.folder !== "" && !/^[/<]/.test(file);
	const parts: string[] = [];
	for (const part of `${isBelow ? `${place.folder}/` : ""}${file}`.split("/")) {
		if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
		else if (part !== ".") parts.push(part);
	}
	return parts.join("/");
}

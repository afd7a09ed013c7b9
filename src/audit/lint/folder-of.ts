/** The folder a file is in, with a slash at its end; "" for a bare name. */
export function folderOf(file: string): string {
	return file.slice(0, file.lastIndexOf("/") + 1);
}

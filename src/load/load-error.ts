/** What stops a run before anything is read: a path, version or namespace that cannot be. */
export class LoadError extends Error {
	override readonly name = "LoadError";
}

/** A place in a text: line and column count from 1, columns in UTF-16 code units. */
export interface Position {
	readonly line: number;
	readonly column: number;
}

/** The way to a field inside an object: `["rules", 0, "verbs"]`. */
export type FieldPath = readonly (string | number)[];

/** Where an object came from. Positions are computed when asked for, so that big inputs stay fast. */
export interface Origin {
	/** The file as the user named it, `<stdin>`, or a phrase such as `Kubernetes 1.37 default policy`. */
	readonly file: string;
	/** Where a field stands; the nearest enclosing field when it is absent; undefined where there is no text. */
	readonly at: (path: FieldPath) => Position | undefined;
}

/** An origin as plain data, for answers. */
export interface Place {
	readonly file: string;
	readonly line?: number;
	readonly column?: number;
}

/** The place of a field: `placeOf(role.origin, ["rules", 0])`. */
export function placeOf(origin: Origin, path: FieldPath = []): Place {
	const position = origin.at(path);
	return position === undefined ? { file: origin.file } : { file: origin.file, ...position };
}

/** `roles.yaml:12:5`, or the file alone where there is no position. */
export function formatPlace(place: Place): string {
	return place.line === undefined ? place.file : `${place.file}:${place.line}:${place.column ?? 1}`;
}

/** An answer as a table of plain words. */
export interface Rows {
	readonly headers: readonly string[];
	readonly rows: readonly (readonly string[])[];
}

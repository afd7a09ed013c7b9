/** What to do about a phrase that came in pieces. */
export const cutByYaml =
	"YAML ends a phrase at a comma inside of `[ ]` and `{ }`: write `|` for the comma, or quote the phrase";

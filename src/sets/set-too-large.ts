/** A set that outgrew its budget: the input is made to be slow, or far beyond any cluster. */
export class SetTooLarge extends Error {
	constructor() {
		super(
			"the permission sets of this input are beyond the bound of memory: ask about fewer subjects or namespaces",
		);
		this.name = "SetTooLarge";
	}
}

/** A set that outgrew its bounds: the input is made to be slow, or far beyond any cluster. */
export class SetTooLarge extends Error {
	constructor(
		message: string = "the permission sets of this input are beyond the bound of memory: ask about fewer subjects or namespaces",
	) {
		super(message);
		this.name = "SetTooLarge";
	}
}

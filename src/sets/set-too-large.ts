/** A set that outgrew its budget: the input is made to be slow, or far beyond any cluster. */
export class SetTooLarge extends Error {
	constructor(nodes: number) {
		super(
			`the permission sets of this input need more than ${nodes} nodes, which is beyond the bound: ask about fewer subjects or namespaces`,
		);
		this.name = "SetTooLarge";
	}
}

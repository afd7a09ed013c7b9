/** The commands that make manifests of charts and kustomizations. */
export type Renderer = "helm template" | "kustomize build" | "kubectl kustomize";

const renderers: readonly Renderer[] = ["helm template", "kustomize build", "kubectl kustomize"];

/** What stands for a file where a command has made the text. */
export function renderedFile(renderer: Renderer, source: string): string {
	return `${renderer} ${source}`;
}

/** Is that what a file is called? Its lines are in no file that somebody could open; at a git ref the ref comes first. */
export function isRenderedFile(file: string): boolean {
	return renderers.some((one) => file.startsWith(`${one} `) || file.includes(`: ${one} `));
}

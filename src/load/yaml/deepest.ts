/** Levels of nesting: more than any Kubernetes object has, few enough for whoever walks a value recursively. */
export const deepest = 100;

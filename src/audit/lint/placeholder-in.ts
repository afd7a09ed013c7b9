/** Template text that nobody filled in: `${NAME}`, `{{ .Values.name }}`, `<namespace>`, `REPLACE_ME`; the first one. */
export function placeholderIn(text: string): string | undefined {
	return pattern.exec(text)?.[0];
}

const pattern =
	/\$\{[^}]*\}|\$\([^)]*\)|\{\{.*?\}\}|<(?!generated-)[a-zA-Z][\w .-]*>|\b(?:REPLACE|CHANGE|FILL|INSERT)[-_ ]?(?:ME|THIS|IN|WITH[-_]\w+)\b|\bchangeme\b|\b(?:YOUR|MY)_[A-Z_]+\b|__[A-Z][A-Z_]*__/;

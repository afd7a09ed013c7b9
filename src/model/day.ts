/** Is it a day that exists, as `2026-12-31`? Days of this form compare as texts. */
export function isDay(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const time = Date.parse(text);
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** How many days from one to the other; less than nothing when the other is past. */
export function daysBetween(day: string, other: string): number {
	return Math.round((Date.parse(other) - Date.parse(day)) / 86_400_000);
}

/** Rows of texts as columns, numbers to the right. */
export function printTable(title, rows) {
	const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	console.log(`\n${title}`);
	for (const row of rows) {
		const cells = row.map((cell, i) =>
			i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]),
		);
		console.log(`  ${cells.join("   ")}`);
	}
}

export function micros(value) {
	if (value === undefined) return "-";
	return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} µs`;
}

export function times(value) {
	return Number.isFinite(value) ? `${value < 10 ? value.toFixed(2) : value.toFixed(0)}×` : "-";
}

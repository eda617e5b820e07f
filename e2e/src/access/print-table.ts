/** Prints calls × callers with the statuses that were answered. Columns are numbered, and named below. */
export function printTable(table: ReadonlyMap<string, ReadonlyMap<string, number>>): void {
  const columns = [...new Set([...table.values()].flatMap((row) => [...row.keys()]))];
  const widest = Math.max(...[...table.keys()].map(({ length }) => length));
  const line = (name: string, cells: readonly (number | undefined)[]) =>
    `${name.padEnd(widest)} ${cells.map((cell) => String(cell ?? '').padStart(3)).join(' ')}`;
  const lines = [
    line(
      '',
      columns.map((_, index) => index + 1),
    ),
  ];
  for (const [name, row] of table)
    lines.push(
      line(
        name,
        columns.map((column) => row.get(column)),
      ),
    );
  columns.forEach((column, index) => lines.push(`${String(index + 1).padStart(3)} ${column}`));
  process.stdout.write(`${lines.join('\n')}\n`);
}

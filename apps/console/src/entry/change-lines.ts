/** One line of a diff. */
export interface Line {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** Longer texts are shown one after the other: comparing them line by line would take too long. */
const mostLines = 600;

/** As it is shown: text as it is, anything else as JSON. `undefined` is nothing at all. */
export function shown(value: unknown): string[] {
  if (value === undefined) return [];
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return text.split('\n');
}

/** What has to be removed and added to get from one value to the other, by the longest common sequence of lines. */
export function linesBetween(before: unknown, after: unknown): Line[] {
  const old = shown(before);
  const young = shown(after);
  const removed = (text: string): Line => ({ kind: 'removed', text });
  const added = (text: string): Line => ({ kind: 'added', text });
  if (old.length > mostLines || young.length > mostLines) return [...old.map(removed), ...young.map(added)];
  const common = commonLengths(old, young);
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length && j < young.length) {
    const [left, right] = [old[i] ?? '', young[j] ?? ''];
    if (left === right) {
      lines.push({ kind: 'same', text: left });
      i += 1;
      j += 1;
    } else if ((common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0)) {
      lines.push(removed(left));
      i += 1;
    } else {
      lines.push(added(right));
      j += 1;
    }
  }
  return [...lines, ...old.slice(i).map(removed), ...young.slice(j).map(added)];
}

/** At [i][j]: the length of the longest common sequence of what is left from line i and line j on. */
function commonLengths(old: readonly string[], young: readonly string[]): Uint16Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint16Array(young.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const row = table[i];
    const below = table[i + 1];
    if (!row || !below) continue;
    for (let j = young.length - 1; j >= 0; j -= 1) {
      row[j] = old[i] === young[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

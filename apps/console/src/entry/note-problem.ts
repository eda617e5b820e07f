/** What the REST contract takes, in Unicode code points. */
const length = { least: 3, most: 255 };

/** Why a text cannot be an update note, or undefined. */
export function noteProblem(text: string): string | undefined {
  const points = [...text].length;
  if (points < length.least) return `A note has at least ${length.least} characters.`;
  if (points > length.most) return `A note has at most ${length.most} characters; this one has ${points}.`;
  return undefined;
}

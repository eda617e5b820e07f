const UNSTORABLE = /\p{Surrogate}|\0/gu;

/** Text that every store accepts: U+0000 and lone surrogates become U+FFFD. */
export function storable(text: string): string {
  return text.replace(UNSTORABLE, '\uFFFD');
}

/** Storable text of at most `limit` code points; what is longer ends in an ellipsis. */
export function clipped(text: string, limit: number): string {
  const clean = storable(text);
  if (clean.length <= limit) return clean;
  const points = [...clean.slice(0, 2 * limit + 2)];
  return points.length <= limit ? clean : `${points.slice(0, limit - 1).join('')}…`;
}

/** So many entries of a day make a block of the search index full. */
export const entriesOfBlock = 128;

const asciiOnly = /^[^\u0080-\uffff]*$/;

/**
 * A text without the difference between capitals and small letters: texts that PostgreSQL's ILIKE takes for equal are
 * equal here, whatever the collation of its database (with some, fewer are equal there than here). Two letters need care:
 * the İ, which JavaScript makes an i and a dot of and others an i, and the sigma, which some write otherwise at the end
 * of a word.
 */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  return asciiOnly.test(lower) ? lower : lower.replaceAll('\u0307', '').replaceAll('ς', 'σ');
}

/** Between words: ASCII's control characters and its space, so whatever lies below its first sign. */
const separators = /[^!-\u{10ffff}]+/gu;
const control = /[^ -\uffff]/;

/** Texts as the search index keeps them: folded, one space before, between and behind words. */
export function searchText(texts: string): string {
  const folded = ` ${foldCase(texts)} `;
  return control.test(folded) ? folded.replace(separators, ' ') : folded;
}

/**
 * What the search index must have, each somewhere, for `text` to occur in an entry. What has a space on a side in `text`
 * is the begin or the end of a word, or a whole one; the rest may be a part of a longer word.
 */
export function partsOf(text: string): string[] {
  const parts = foldCase(text)
    .replace(separators, ' ')
    .split(/(?<= )(?=[^ ])/u);
  const words = parts.map((part, index) => (index > 0 && part !== ' ' ? ` ${part}` : part));
  return [...new Set(words.filter((word) => word.trim() !== ''))];
}

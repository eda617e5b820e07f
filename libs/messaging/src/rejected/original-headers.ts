import type { RecordHeader } from '../records';

/** What the names begin with of headers that a rejected record has besides its own. */
const own = /^reject-/;
const clashing = /^(original-)*reject-/;
const marked = /^(original-)+reject-/;
const mark = Buffer.from('original-');

// As Latin-1 each byte is one character, so that a name that isn't UTF-8 is told from others, too.
const nameOf = ([name]: RecordHeader): string => name.toString('latin1');

/** A record's headers as the rejected topic keeps them: those named like `reject-*` go under `original-…`. */
export const keptHeaders = (headers: readonly RecordHeader[]): RecordHeader[] =>
  headers.map((header) => (clashing.test(nameOf(header)) ? [Buffer.concat([mark, header[0]]), header[1]] : header));

/** The headers that a rejected record had before: undoes `keptHeaders`, without what the rejection added. */
export const originalHeaders = (headers: readonly RecordHeader[]): RecordHeader[] =>
  headers
    .filter((header) => !own.test(nameOf(header)))
    .map((header) => (marked.test(nameOf(header)) ? [header[0].subarray(mark.length), header[1]] : header));

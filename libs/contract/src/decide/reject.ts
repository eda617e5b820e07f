import type { RejectCode } from '../codes';
import type { Rejection } from '../decision';
import { limits } from '../topics';

// With the flag `u` a surrogate matches only where it stands alone.
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]/gu;

/** A text from a record, made safe to be shown: nothing unprintable, and cut (between characters) where it is long. */
export function excerpt(text: string, longest = 100): string {
  const printable = text.slice(0, longest).replace(unprintable, '\ufffd');
  return text.length > longest ? `${printable}…` : printable;
}

/** Refuses a record. The reason may hold excerpts of it and is cut to its limit. */
export const reject = (code: RejectCode, reason: string): Rejection => ({
  kind: 'rejected',
  code,
  reason: excerpt(reason, limits.reason - 1),
});

/** Refuses a record for what is at a JSON Pointer into its value. */
export const rejectAt = (pointer: string, problem: string): Rejection =>
  reject('schema', `${excerpt(pointer, 300) || '(root)'}: ${problem}`);

import type { ContentMode } from './record';
import { membersOf } from './sink/top-level';

/**
 * The data's JSON text in the bytes of an accepted record, character for character as it was received: big integers,
 * `1.0` and the order of keys stay.
 */
export function dataText(value: Buffer | string, mode: ContentMode): string {
  const text = typeof value === 'string' ? value : value.toString('utf8');
  if (mode === 'binary') return text;
  let encoded: string | undefined;
  for (const { key, valueStart, valueEnd } of membersOf(text)) {
    if (key === 'data') return text.slice(valueStart, valueEnd).trimEnd();
    if (key === 'data_base64') encoded = JSON.parse(text.slice(valueStart, valueEnd)) as string;
  }
  return Buffer.from(encoded ?? '', 'base64').toString('utf8');
}

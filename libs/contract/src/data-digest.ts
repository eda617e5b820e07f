import { hash } from 'node:crypto';
import { dataText } from './data-text';
import type { ContentMode } from './record';

/**
 * Returns the SHA-256 of the data of an accepted record, as lower-case hexadecimal: of its bytes as they were sent, in
 * structured mode of the `data` member alone (where it came as `data_base64`, of what that encodes).
 */
export const dataDigest = (value: Buffer, mode: ContentMode): string =>
  hash('sha256', mode === 'binary' ? value : dataText(value, mode));

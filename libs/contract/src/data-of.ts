import { dataText } from './data-text';
import type { AuditEventData, AuditNoteData } from './generated/types';
import type { ContentMode } from './record';

/**
 * The data in the bytes of an accepted record, parsed. Not for bytes that `decide` hasn't accepted: it checks nothing
 * and throws where they aren't JSON.
 */
export const dataOf = <T extends AuditEventData | AuditNoteData = AuditEventData>(
  value: Buffer | string,
  mode: ContentMode,
): T => JSON.parse(dataText(value, mode)) as T;

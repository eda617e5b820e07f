import type { AuditEventData, AuditNoteData } from './generated/types';
import type { ContentMode } from './record';

interface StructuredEvent {
  data?: unknown;
  data_base64?: string;
}

/**
 * The data in the bytes of an accepted record. Don't use it on bytes that `decide` hasn't accepted: it checks nothing
 * and throws where they aren't JSON.
 */
export function dataOf<T extends AuditEventData | AuditNoteData = AuditEventData>(
  value: Buffer | string,
  mode: ContentMode,
): T {
  const parsed = JSON.parse(typeof value === 'string' ? value : value.toString('utf8')) as unknown;
  if (mode === 'binary') return parsed as T;
  const { data, data_base64: encoded } = parsed as StructuredEvent;
  return (encoded === undefined ? data : JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'))) as T;
}

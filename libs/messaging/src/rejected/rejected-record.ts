import { createHash } from 'node:crypto';
import type { OutgoingRecord, ReceivedRecord } from '../records';

export interface Rejection {
  record: ReceivedRecord;
  /** One of the contract's reject codes. */
  code: string;
  reason: string;
}

const truncatedValueBytes = 64 * 1024;
const truncatedHeaderBytes = 1024;

/** The rejected record as it goes to the rejected topic: key, value and headers as they came, and why. */
export function rejectedRecord(rejection: Rejection, app: string, at: Date): OutgoingRecord {
  const { record } = rejection;
  if (record.unread?.cut !== undefined) return truncatedRecord(rejection, app, at);
  const headers = Object.create(null) as NonNullable<OutgoingRecord['headers']>; // a header may be called __proto__
  for (const [name, value] of record.allHeaders ?? Object.entries(record.headers)) {
    const before = headers[name];
    const one = value ?? Buffer.alloc(0);
    headers[name] = before === undefined ? one : [...(Array.isArray(before) ? before : [before]), one];
  }
  return { key: record.key, value: keptValue(record), headers: { ...headers, ...reasons(rejection, app, at) } };
}

/** The same, cut to what Kafka surely takes, with the size and hash of what was cut. */
export function truncatedRecord(rejection: Rejection, app: string, at: Date): OutgoingRecord {
  const { record } = rejection;
  const value = keptValue(record) ?? Buffer.alloc(0);
  const { size, sha256 } = digestOf(record);
  const headers: NonNullable<OutgoingRecord['headers']> = {};
  let left = 16 * truncatedHeaderBytes;
  for (const [name, header] of Object.entries(record.headers)) {
    if (header === undefined || header.length > truncatedHeaderBytes || name.length > 256) continue;
    left -= header.length + name.length;
    if (left < 0) break;
    headers[name] = header;
  }
  return {
    key: record.key === null ? null : record.key.subarray(0, truncatedHeaderBytes),
    value: value.subarray(0, truncatedValueBytes),
    headers: {
      ...headers,
      ...reasons(rejection, app, at),
      'reject-truncated': 'true',
      'reject-size': size,
      'reject-sha256': sha256,
    },
  };
}

/** The value, or what is kept in its place of a record that can't be read. */
const keptValue = ({ value, unread }: ReceivedRecord): Buffer | null => unread?.value ?? value;

function digestOf(record: ReceivedRecord): { size: string; sha256: string } {
  const { cut } = record.unread ?? {};
  if (cut !== undefined) return { size: String(cut.size), sha256: cut.sha256 };
  const bytes = keptValue(record) ?? Buffer.alloc(0);
  return { size: String(bytes.length), sha256: createHash('sha256').update(bytes).digest('hex') };
}

function reasons({ record, code, reason }: Rejection, app: string, at: Date) {
  return {
    'reject-code': code,
    'reject-reason': Buffer.from(reason).subarray(0, 4096),
    'reject-time': at.toISOString(),
    'reject-app': app,
    'reject-topic': record.topic,
    'reject-partition': String(record.partition),
    'reject-offset': String(record.offset),
  };
}

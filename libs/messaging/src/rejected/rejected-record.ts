import { createHash } from 'node:crypto';
import { rejectHeaders } from '@trailbook/contract';
import { headersOf, type OutgoingRecord, type ReceivedRecord, type RecordHeader } from '../records';
import { keptHeaders, originalHeaders } from './original-headers';

export interface Rejection {
  record: ReceivedRecord;
  /** One of the contract's reject codes. */
  code: string;
  reason: string;
}

/** Who rejected, and when. */
export interface RejectedBy {
  app: string;
  at: Date;
}

/** The most that is kept of each part of a record, bytes. */
export interface Cut {
  value: number;
  key: number;
  headers: number;
  /** Longer headers are left out. */
  header: number;
  reason: number;
}

const reasonBytes = 4096;
const firstCut: Cut = { value: 64 * 1024, key: 1024, headers: 16 * 1024, header: 1024, reason: reasonBytes };

/** What to cut a record to that Kafka refuses, the largest first; of the last one nothing but the rejection is left. */
export const cuts: readonly Cut[] = [
  ...[1, 4, 16, 64, 256].map((divisor) => cutBy(firstCut, divisor)),
  { value: 0, key: 0, headers: 0, header: 0, reason: 64 },
];

function cutBy({ value, key, headers, header, reason }: Cut, divisor: number): Cut {
  return {
    ...{ value: value / divisor, key: key / divisor, headers: headers / divisor, header: header / divisor },
    reason: Math.max(reason / divisor, 128),
  };
}

/** The rejected record as it goes to the rejected topic: key, value and headers byte for byte as they came, and why. */
export function rejectedRecord(rejection: Rejection, by: RejectedBy): OutgoingRecord {
  const { record } = rejection;
  if (record.unread?.cut !== undefined) return truncatedRecord(rejection, by, firstCut);
  const headers = keptHeaders(headersOf(record));
  return { key: record.key, value: keptValue(record), allHeaders: [...headers, ...listed(reasons(rejection, by))] };
}

/** The same, cut, with the size and hash of the value. */
export function truncatedRecord(rejection: Rejection, by: RejectedBy, cut: Cut): OutgoingRecord {
  const { record } = rejection;
  const value = keptValue(record);
  const { size, sha256 } = digestOf(record);
  const notice = { ...reasons(rejection, by, cut.reason), truncated: 'true', size, sha256 };
  return {
    key: record.key === null ? null : record.key.subarray(0, cut.key),
    value: value === null ? null : value.subarray(0, cut.value),
    allHeaders: [...someHeaders(record, cut), ...listed(notice)],
  };
}

/** The record as it was before it was rejected. */
export function originalRecord(record: ReceivedRecord): OutgoingRecord {
  return { key: record.key, value: record.value, allHeaders: originalHeaders(headersOf(record)) };
}

/** The record as it is, to be published again. */
export const verbatimRecord = (record: ReceivedRecord): OutgoingRecord => ({
  key: record.key,
  value: record.value,
  allHeaders: headersOf(record),
});

/** The value, or what is kept in its place of a record that can't be read. */
const keptValue = ({ value, unread }: ReceivedRecord): Buffer | null => unread?.value ?? value;

/** What tells a value from others once it is gone. */
export function digestOf(record: ReceivedRecord): { size: string; sha256: string } {
  const { cut } = record.unread ?? {};
  if (cut !== undefined) return { size: String(cut.size), sha256: cut.sha256 };
  const bytes = keptValue(record) ?? Buffer.alloc(0);
  return { size: String(bytes.length), sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** The record's headers, short ones alone, as many as there is room for. */
function someHeaders(record: ReceivedRecord, cut: Cut): RecordHeader[] {
  const some: RecordHeader[] = [];
  let left = cut.headers;
  for (const header of keptHeaders(headersOf(record))) {
    const [name, value] = header;
    const bytes = name.length + (value?.length ?? 0);
    if (bytes > cut.header) continue;
    left -= bytes;
    if (left < 0) break;
    some.push(header);
  }
  return some;
}

type RejectHeader = keyof typeof rejectHeaders;

const headerNames = new Map(Object.entries(rejectHeaders).map(([key, name]) => [key, Buffer.from(name)]));

const listed = (headers: Partial<Record<RejectHeader, string | Buffer>>): RecordHeader[] =>
  Object.entries(headers).map(([key, value]) => [headerNames.get(key)!, Buffer.from(value)]);

function reasons({ record, code, reason }: Rejection, { app, at }: RejectedBy, most = reasonBytes) {
  return {
    code,
    reason: Buffer.from(reason).subarray(0, most),
    time: at.toISOString(),
    app,
    topic: record.topic,
    partition: String(record.partition),
    offset: String(record.offset),
  };
}

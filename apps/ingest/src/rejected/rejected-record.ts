import { rejectHeaders } from '@trailbook/contract';
import type { OutgoingRecord, ReceivedRecord } from '@trailbook/messaging';
import type { Wanted } from './arguments';

const added: ReadonlySet<string> = new Set(Object.values(rejectHeaders));

/** What a record of the rejected topic says about itself. */
export interface Described {
  /** Where it is in the rejected topic. */
  place: string;
  code: string;
  reason: string;
  /** When it was rejected, RFC 3339. */
  time: string;
  /** Where it came from: `topic/partition:offset`. A crash may have written it twice; this is the same then. */
  origin: string;
  source: string | undefined;
  id: string | undefined;
  /** The whole record was too large for Kafka to keep. */
  cut: boolean;
}

export function describe(record: ReceivedRecord): Described {
  const header = (name: string) => record.headers[name]?.toString();
  const of = (name: keyof typeof rejectHeaders) => header(rejectHeaders[name]);
  return {
    place: `${record.partition}:${record.offset}`,
    code: of('code') ?? 'unknown',
    reason: of('reason') ?? '',
    time: of('time') ?? new Date(record.timestamp).toISOString(),
    origin: `${of('topic')}/${of('partition')}:${of('offset')}`,
    source: header('ce_source'),
    id: header('ce_id'),
    cut: of('truncated') === 'true',
  };
}

export function isWanted({ place, code, time }: Described, { places, reason, since }: Wanted): boolean {
  if (places.size > 0) return places.has(place);
  return (reason === undefined || code === reason) && (since === undefined || Date.parse(time) >= since);
}

/** The record as it was before it was rejected. Its time in Kafka is that of sending: its `time` is judged against now. */
export function originalOf(record: ReceivedRecord): OutgoingRecord {
  const headers = Object.create(null) as NonNullable<OutgoingRecord['headers']>; // a header may be called __proto__
  for (const [name, value] of record.allHeaders ?? Object.entries(record.headers)) {
    if (added.has(name)) continue;
    const one = value ?? Buffer.alloc(0);
    const before = headers[name];
    headers[name] = before === undefined ? one : [...(Array.isArray(before) ? before : [before]), one];
  }
  return { key: record.key, value: record.value, headers };
}

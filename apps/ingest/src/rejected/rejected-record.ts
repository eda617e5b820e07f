import { rejectHeaders } from '@trailbook/contract';
import type { ReceivedRecord } from '@trailbook/messaging';
import type { Wanted } from './arguments';

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

import type { SinkEvent } from '@trailbook/sinks';
import type { AcknowledgedCall } from '../delivery/batch-sender';
import { RecordPlace } from '../delivery/record-place';
import { packUidsOf, uidXor } from './uid-hash';

/** What one acknowledged call did for one partition of the log. */
export interface Receipt {
  readonly epochId: number;
  readonly partition: number;
  /** Of all its events, those included that the sink rejected. */
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  /** When the first and the last of its events happened, milliseconds since 1970. */
  readonly firstTime: number;
  readonly lastTime: number;
  readonly requestId: string | undefined;
  readonly resent: number;
  /** Events that are at the sink, and their uids, packed. */
  readonly accepted: number;
  readonly uids: Buffer;
  readonly uidXor: bigint;
  readonly rejected: number;
  readonly rejectedUids: Buffer;
}

/** The receipts of calls. One for each call, unless its events came from several partitions. */
export function receiptsOf(calls: readonly AcknowledgedCall[]): Receipt[] {
  return calls.flatMap((call) => {
    const accepted = byPartition(call.accepted);
    const rejected = byPartition(call.rejected);
    const partitions = new Set([...accepted.keys(), ...rejected.keys()]);
    return [...partitions].map((key) => receiptOf(call, accepted.get(key) ?? [], rejected.get(key) ?? []));
  });
}

function receiptOf(
  { requestId, resend }: AcknowledgedCall,
  accepted: readonly SinkEvent[],
  rejected: readonly SinkEvent[],
): Receipt {
  const places = [...accepted, ...rejected].map((event) => RecordPlace.of(event));
  const [first] = places;
  if (!first) throw new Error('a receipt is for at least one event');
  let [firstOffset, lastOffset, firstTime, lastTime] = [first.offset, first.offset, first.time, first.time];
  for (const { offset, time } of places) {
    if (offset < firstOffset) firstOffset = offset;
    if (offset > lastOffset) lastOffset = offset;
    if (time < firstTime) firstTime = time;
    if (time > lastTime) lastTime = time;
  }
  const uids = packUidsOf(accepted);
  return {
    ...{ epochId: first.epochId, partition: first.partition, firstOffset, lastOffset, firstTime, lastTime, requestId },
    ...{ accepted: accepted.length, uids, uidXor: uidXor(uids), resent: resend ? accepted.length : 0 },
    ...{ rejected: rejected.length, rejectedUids: packUidsOf(rejected) },
  };
}

/** Most calls have events of one partition alone. */
function byPartition(events: readonly SinkEvent[]): Map<string, SinkEvent[]> {
  const found = new Map<string, SinkEvent[]>();
  let last: { epochId: number; partition: number; events: SinkEvent[] } | undefined;
  for (const event of events) {
    const { epochId, partition } = RecordPlace.of(event);
    if (last?.epochId !== epochId || last.partition !== partition) {
      const key = `${epochId}/${partition}`;
      last = { epochId, partition, events: found.get(key) ?? [] };
      found.set(key, last.events);
    }
    last.events.push(event);
  }
  return found;
}

import { uidBytes } from '@trailbook/contract';
import type { SinkEvent, SinkEvents } from '@trailbook/sinks';
import type { AcknowledgedCall } from '../delivery/batch-sender';
import type { LanePlace } from '../delivery/lane';
import { LogEvents } from '../delivery/log-events';
import { RecordPlace } from '../delivery/record-place';
import { packDigestsOf, packedDigests } from './digests';
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
  /** Of the accepted events' contents, eight bytes each, in the order of the uids. */
  readonly digests: Buffer;
  readonly uidXor: bigint;
  readonly rejected: number;
  readonly rejectedUids: Buffer;
}

/** The receipts of calls. One for each call, unless its events came from several partitions. */
export function receiptsOf(calls: readonly AcknowledgedCall[]): Receipt[] {
  return calls.flatMap(({ requestId, resend, accepted, rejected }) => {
    const shares = new Shares();
    shares.add(accepted, 'accepted');
    shares.add(rejected, 'rejected');
    return shares.all().map((share) => share.receipt(requestId, resend));
  });
}

type Fate = 'accepted' | 'rejected';

/** What a call did, by partitions. */
class Shares {
  private readonly byPlace = new Map<string, Share>();
  private last: Share | undefined;

  add(events: SinkEvents, fate: Fate): void {
    if (events instanceof LogEvents) return this.addPacked(events, fate);
    for (const event of events) {
      const { epochId, partition, offset, time } = RecordPlace.of(event);
      const share = this.of(epochId, partition);
      share.seeOffsets(offset, offset);
      share.seeTime(time);
      share.events[fate].push(event);
    }
  }

  all(): Share[] {
    return [...this.byPlace.values()];
  }

  private addPacked(events: LogEvents, fate: Fate): void {
    for (const run of events.allRuns()) {
      const { epochId, partition } = run.lane.place;
      const share = this.of(epochId, partition);
      // They lie in the order of the log.
      share.seeOffsets(events.offset(run.from), events.offset(run.end - 1));
      for (let n = run.from; n < run.end; n += 1) share.seeTime(events.times[n]!);
      share.uids[fate].push(events.uidsOf(run));
      if (fate === 'accepted') share.digests.push(packedDigests(events.digestsOf(run)));
    }
  }

  /** Most events are of the partition of the one before. */
  private of(epochId: number, partition: number): Share {
    if (this.last?.place.epochId === epochId && this.last.place.partition === partition) return this.last;
    const key = `${epochId}/${partition}`;
    const share = this.byPlace.get(key) ?? new Share({ epochId, partition });
    this.byPlace.set(key, share);
    this.last = share;
    return share;
  }
}

/** What a call did for one partition. */
class Share {
  readonly events: Record<Fate, SinkEvent[]> = { accepted: [], rejected: [] };
  /** Packed, of further events. */
  readonly uids: Record<Fate, Uint8Array[]> = { accepted: [], rejected: [] };
  /** Likewise, of the accepted ones. */
  readonly digests: Uint8Array[] = [];
  private firstOffset: bigint | undefined;
  private lastOffset = -1n;
  private firstTime = Infinity;
  private lastTime = -Infinity;

  constructor(readonly place: LanePlace) {}

  seeOffsets(first: bigint, last: bigint): void {
    if (this.firstOffset === undefined || first < this.firstOffset) this.firstOffset = first;
    if (last > this.lastOffset) this.lastOffset = last;
  }

  seeTime(time: number): void {
    if (time < this.firstTime) this.firstTime = time;
    if (time > this.lastTime) this.lastTime = time;
  }

  receipt(requestId: string | undefined, resend: boolean): Receipt {
    const { place, firstOffset, lastOffset, firstTime, lastTime } = this;
    if (firstOffset === undefined) throw new Error('a receipt is for at least one event');
    const [uids, rejectedUids] = [this.packed('accepted'), this.packed('rejected')];
    const accepted = uids.length / uidBytes;
    const digests = Buffer.concat([...this.digests, packDigestsOf(this.events.accepted)]);
    return {
      ...{ ...place, firstOffset, lastOffset, firstTime, lastTime, requestId },
      ...{ accepted, uids, digests, uidXor: uidXor(uids), resent: resend ? accepted : 0 },
      ...{ rejected: rejectedUids.length / uidBytes, rejectedUids },
    };
  }

  private packed(fate: Fate): Buffer {
    const { events, uids } = this;
    return Buffer.concat([...uids[fate], packUidsOf(events[fate])]);
  }
}

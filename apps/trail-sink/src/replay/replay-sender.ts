import type { SinkEvents } from '@trailbook/sinks';
import type { Sent } from '../delivery/batch-sender';
import { deliveryMetrics } from '../delivery/delivery-metrics';
import type { Lane } from '../delivery/lane';
import type { Persistence } from '../delivery/persistence';
import type { StoreReader } from '../delivery/store-reader';
import type { DeliveredTrail } from '../delivery/trail-condition';
import { receiptsOf } from '../receipts/receipt';
import type { ReplayStore } from './replay-store';

export interface ReplaySenderParts {
  readonly lanes: Iterable<Lane>;
  readonly replays: ReplayStore;
  readonly reader: StoreReader;
  readonly persistence: Persistence;
  /** Undefined when the events are not at the sink. */
  readonly send: (events: SinkEvents) => Promise<Sent | undefined>;
}

/**
 * Sends a trail's replay, a page at a time, whenever its worker has nothing else to do: what comes new goes first. One
 * instance sends: the one that has a certain partition.
 */
export class ReplaySender {
  constructor(private readonly parts: ReplaySenderParts) {}

  /** Whether this instance has one to send. */
  isDue({ replayPartition }: DeliveredTrail): boolean {
    return this.lane(replayPartition) !== undefined;
  }

  /**
   * Sends the next page; answers how many events that were. Undefined when it came to nothing: the replay has ended, or is
   * somebody else's, or the sink failed.
   */
  async step({ uid, tenantUid, filters, replayPartition }: DeliveredTrail): Promise<number | undefined> {
    const { replays, reader, persistence, send } = this.parts;
    const lane = this.lane(replayPartition);
    const rest = lane && (await replays.rest(uid));
    if (!rest) return undefined;
    const { events, last } = await reader.readByTime(tenantUid, rest.stretch, filters.present);
    const sent = events.length > 0 ? await send(events) : nothing;
    if (!sent) return undefined;
    const { delivered, rejected } = sent.tally;
    deliveryMetrics.replayed.inc(delivered);
    let moved = false;
    await persistence.write(async () => {
      const step = { last, sent: delivered, rejected, receipts: receiptsOf(sent.calls) };
      moved = await replays.advance(uid, rest.uid, lane.place, step);
    });
    return moved && last !== undefined ? delivered + rejected : undefined;
  }

  private lane(partition: number | undefined): Lane | undefined {
    if (partition === undefined) return undefined;
    for (const lane of this.parts.lanes) {
      if (lane.place.partition === partition && lane.end === undefined) return lane;
    }
    return undefined;
  }
}

const nothing: Sent = {
  kind: 'sent',
  tally: { delivered: 0, resent: 0, rejected: 0, shortened: 0, newest: 0 },
  calls: [],
};

import type { SinkEvent } from '@trailbook/sinks';

/** Where in the log an event came from, when it happened and what it says: what its receipt tells. Travels as the event's `origin`. */
export class RecordPlace {
  constructor(
    readonly epochId: number,
    readonly partition: number,
    readonly offset: bigint,
    /** Milliseconds since 1970; a sink may have been told another time. */
    readonly time: number,
    /** Of its content, see `contentDigest`. */
    readonly digest: number,
  ) {}

  /** @throws Error for an event that delivery didn't make */
  static of(event: SinkEvent): RecordPlace {
    const { origin } = event;
    if (origin instanceof RecordPlace) return origin;
    throw new Error(`nobody knows where in the log ${event.uid} came from`);
  }
}

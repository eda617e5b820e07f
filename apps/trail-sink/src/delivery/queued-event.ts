import type { Lane } from './lane';
import { LogEvent, type MessageMemory } from './log-event';

/** An entry of the log on its way to one trail's sink. */
export class QueuedEvent extends LogEvent {
  constructor(
    readonly lane: Lane,
    offset: bigint,
    time: number,
    digest: number,
    since: number,
    memory: MessageMemory,
    start: number,
    bytes: number,
  ) {
    super(lane.place.epochId, lane.place.partition, offset, time, digest, since, memory, start, bytes);
  }
}

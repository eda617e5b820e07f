import type { Lane } from './lane';
import type { LogEvent, MessageMemory } from './log-event';
import { QueuedEvent } from './queued-event';
import { Ring } from './ring';
import { Runs } from './runs';

/** Entries of the log that wait, in the order in which they came. They are objects only before and after. */
export class EventQueue extends Ring {
  private readonly lanes = new Runs<Lane>();
  private readonly memories = new Runs<MessageMemory>();
  private starts = new Int32Array(0);
  private sizes = new Int32Array(0);
  private offsets = new BigInt64Array(0);
  private times = new Float64Array(0);
  private since = new Float64Array(0);

  push(lane: Lane, event: LogEvent): void {
    const place = this.add();
    this.lanes.push(lane);
    this.memories.push(event.memory);
    this.starts[place] = event.start;
    this.sizes[place] = event.bytes;
    this.offsets[place] = event.offset;
    this.times[place] = event.time;
    this.since[place] = event.since;
  }

  /** Size of the first one's message; 0 where there is none. */
  get firstBytes(): number {
    return this.length === 0 ? 0 : this.sizes[this.place(0)]!;
  }

  first(): QueuedEvent | undefined {
    const lane = this.lanes.first;
    const memory = this.memories.first;
    if (lane === undefined || memory === undefined) return undefined;
    const place = this.place(0);
    const [offset, time, since] = [this.offsets[place]!, this.times[place]!, this.since[place]!];
    return new QueuedEvent(lane, offset, time, since, memory, this.starts[place]!, this.sizes[place]!);
  }

  shift(): QueuedEvent | undefined {
    const first = this.first();
    if (first === undefined) return undefined;
    this.lanes.shift();
    this.memories.shift();
    this.remove();
    return first;
  }

  /** Takes out what is for a lane. */
  takeOf(lane: Lane): QueuedEvent[] {
    const all = this.takeAll();
    for (const queued of all) if (queued.lane !== lane) this.push(queued.lane, queued);
    return all.filter((queued) => queued.lane === lane);
  }

  takeAll(): QueuedEvent[] {
    const all: QueuedEvent[] = [];
    for (let first = this.shift(); first !== undefined; first = this.shift()) all.push(first);
    return all;
  }

  protected moveTo(capacity: number, places: readonly number[]): void {
    const { starts, sizes, offsets, times, since } = this;
    [this.starts, this.sizes] = [new Int32Array(capacity), new Int32Array(capacity)];
    this.offsets = new BigInt64Array(capacity);
    [this.times, this.since] = [new Float64Array(capacity), new Float64Array(capacity)];
    places.forEach((place, index) => {
      this.starts[index] = starts[place]!;
      this.sizes[index] = sizes[place]!;
      this.offsets[index] = offsets[place]!;
      this.times[index] = times[place]!;
      this.since[index] = since[place]!;
    });
  }
}

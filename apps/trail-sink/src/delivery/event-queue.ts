import type { Lane } from './lane';
import type { LogEvent, MessageMemory } from './log-event';
import { QueuedEvent } from './queued-event';
import { Ring } from './ring';

/** Entries of the log that wait, in the order in which they came. They are objects only before and after. */
export class EventQueue extends Ring {
  private lanes: (Lane | undefined)[] = [];
  private memories: (MessageMemory | undefined)[] = [];
  private starts = new Int32Array(0);
  private sizes = new Int32Array(0);
  private offsets = new BigInt64Array(0);
  private times = new Float64Array(0);
  private since = new Float64Array(0);

  push(lane: Lane, event: LogEvent): void {
    const place = this.add();
    this.lanes[place] = lane;
    this.memories[place] = event.memory;
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
    return this.length === 0 ? undefined : this.itemAt(this.place(0));
  }

  shift(): QueuedEvent | undefined {
    const first = this.first();
    if (first === undefined) return undefined;
    const place = this.place(0);
    this.lanes[place] = undefined;
    this.memories[place] = undefined;
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
    const { lanes, memories, starts, sizes, offsets, times, since } = this;
    this.lanes = new Array<Lane | undefined>(capacity).fill(undefined);
    this.memories = new Array<MessageMemory | undefined>(capacity).fill(undefined);
    [this.starts, this.sizes] = [new Int32Array(capacity), new Int32Array(capacity)];
    this.offsets = new BigInt64Array(capacity);
    [this.times, this.since] = [new Float64Array(capacity), new Float64Array(capacity)];
    places.forEach((place, index) => {
      this.lanes[index] = lanes[place];
      this.memories[index] = memories[place];
      this.starts[index] = starts[place]!;
      this.sizes[index] = sizes[place]!;
      this.offsets[index] = offsets[place]!;
      this.times[index] = times[place]!;
      this.since[index] = since[place]!;
    });
  }

  private itemAt(place: number): QueuedEvent {
    const lane = this.lanes[place];
    const memory = this.memories[place];
    if (lane === undefined || memory === undefined) throw new Error('nothing waits at this place');
    const offset = this.offsets[place]!;
    const time = this.times[place]!;
    const since = this.since[place]!;
    return new QueuedEvent(lane, offset, time, since, memory, this.starts[place]!, this.sizes[place]!);
  }
}

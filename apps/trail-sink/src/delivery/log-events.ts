import type { PackedEvents, SinkEvents, Stretch } from '@trailbook/sinks';
import { uidBytes } from '@trailbook/contract';
import type { Lane } from './lane';
import { memoryOf, releaseMemory, retainMemory, type LogEvent, type MessageMemory } from './log-event';
import { QueuedEvent } from './queued-event';

/** Events of one lane that follow each other, and whose messages lie directly one behind the other. */
export interface Run {
  readonly lane: Lane;
  readonly memory: MessageMemory;
  /** Where in the memory the first message begins. */
  readonly start: number;
  /** The first event. */
  readonly from: number;
  /** Behind the last event. */
  end: number;
  /** Of all messages. */
  bytes: number;
}

const smallest = 16;

/**
 * Entries of the log for one trail, in the order in which they came: as columns of numbers, with their messages where they
 * lie, from the time when they are read until they are written down as delivered. As objects they'd be what the garbage
 * collector is busy with: they live just long enough to survive its first look. Whoever asks for one gets one made.
 */
export class LogEvents implements SinkEvents, PackedEvents {
  private readonly runs: Run[] = [];
  private last: Run | undefined;
  private count = 0;
  private allBytes = 0;
  private offsets: BigInt64Array;
  /** Sixteen bytes each. When they are asked for, the messages are no longer in the processor's cache. */
  private uids: Uint8Array;
  private digests: Float64Array;
  times: Float64Array;
  sizes: Int32Array;

  /** @param expected how many there will be, perhaps */
  constructor(
    /** Since when the first one has been in the log, as far as is known; milliseconds since 1970. */
    readonly since: number,
    expected = smallest,
  ) {
    this.offsets = new BigInt64Array(expected);
    this.times = new Float64Array(expected);
    this.digests = new Float64Array(expected);
    this.sizes = new Int32Array(expected);
    this.uids = new Uint8Array(expected * uidBytes);
  }

  get length(): number {
    return this.count;
  }

  get bytes(): number {
    return this.allBytes;
  }

  get packed(): PackedEvents {
    return this;
  }

  /** The lane of the first one. */
  get lane(): Lane | undefined {
    return this.runs[0]?.lane;
  }

  /** Adds an event, and keeps its message until all are released. */
  push(lane: Lane, event: LogEvent): void {
    const { memory, start, bytes } = event;
    const n = this.count;
    if (n === this.sizes.length) this.grow();
    this.offsets[n] = event.offset;
    this.times[n] = event.time;
    this.digests[n] = event.digest;
    this.sizes[n] = bytes;
    event.writeUid(this.uids, n * uidBytes);
    this.count += 1;
    this.allBytes += bytes;
    const { last } = this;
    if (last?.lane === lane && last.memory === memory && last.start + last.bytes === start) {
      last.end += 1;
      last.bytes += bytes;
    } else {
      retainMemory(memory);
      this.last = { lane, memory, start, from: n, end: n + 1, bytes };
      this.runs.push(this.last);
    }
  }

  /** Nobody reads the messages any more. */
  release(): void {
    for (const { memory } of this.runs) releaseMemory(memory);
  }

  *[Symbol.iterator](): Generator<QueuedEvent> {
    for (const { lane, memory, start, from, end } of this.runs) {
      let at = start;
      for (let n = from; n < end; n += 1) {
        const bytes = this.sizes[n]!;
        yield this.queued(lane, n, memory, at, bytes);
        at += bytes;
      }
    }
  }

  private queued(lane: Lane, n: number, memory: MessageMemory, at: number, bytes: number): QueuedEvent {
    return new QueuedEvent(lane, this.offsets[n]!, this.times[n]!, this.digests[n]!, this.since, memory, at, bytes);
  }

  stretches(): Stretch[] {
    return this.runs.map(({ memory, start, from, end, bytes }) => ({
      bytes: memoryOf(memory).subarray(start, start + bytes),
      texts: end - from,
    }));
  }

  /** Has events for the lane. */
  has(lane: Lane): boolean {
    return this.runs.some((run) => run.lane === lane);
  }

  allRuns(): readonly Run[] {
    return this.runs;
  }

  offset(index: number): bigint {
    return this.offsets[index]!;
  }

  get firstOffset(): bigint | undefined {
    return this.count === 0 ? undefined : this.offsets[0];
  }

  /** The last offset of each lane. */
  lastOffsets(): Map<Lane, bigint> {
    return new Map(this.runs.map(({ lane, end }) => [lane, this.offsets[end - 1]!]));
  }

  /** The uids of a run where they are kept, sixteen bytes each. */
  uidsOf({ from, end }: Run): Uint8Array {
    return this.uids.subarray(from * uidBytes, end * uidBytes);
  }

  /** The digests of a run's contents. */
  digestsOf({ from, end }: Run): Float64Array {
    return this.digests.subarray(from, end);
  }

  private grow(): void {
    const length = Math.max(smallest, 2 * this.count);
    const { offsets, times, digests, sizes, uids } = this;
    this.offsets = new BigInt64Array(length);
    this.times = new Float64Array(length);
    this.digests = new Float64Array(length);
    this.sizes = new Int32Array(length);
    this.uids = new Uint8Array(length * uidBytes);
    this.offsets.set(offsets);
    this.times.set(times);
    this.digests.set(digests);
    this.sizes.set(sizes);
    this.uids.set(uids);
  }
}

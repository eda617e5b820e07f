import type { Piece } from './stretch';

export interface ChunkLimits {
  records: number;
  bytes: number;
}

/**
 * Holds what was read until a writer takes it. A chunk is whatever is there, over all partitions, up to the limits: under
 * load transactions grow by themselves, and a single event doesn't wait for company.
 *
 * Of each partition at most one chunk is out at a time, so that its pieces are stored in order.
 */
export class Accumulator<P extends Piece> {
  private readonly queues = new Map<number, P[]>();
  private readonly out = new Set<number>();
  private readonly waiting = new Set<() => void>();
  private heldBytes = 0;

  constructor(private readonly limits: ChunkLimits) {}

  /** Bytes of everything queued or out. */
  get bytes(): number {
    return this.heldBytes;
  }

  get isEmpty(): boolean {
    return this.queues.size === 0 && this.out.size === 0;
  }

  add(piece: P): void {
    const queue = this.queues.get(piece.partition);
    if (queue === undefined) this.queues.set(piece.partition, [piece]);
    else queue.push(piece);
    this.heldBytes += piece.bytes;
    this.wake();
  }

  /**
   * Takes pieces of partitions that are in nobody's hands, those that waited longest first. All are of one epoch. A piece
   * larger than the limits comes alone. The caller gives the chunk back with `release`.
   */
  take(): P[] | undefined {
    const chunk: P[] = [];
    let { records, bytes } = this.limits;
    for (const [partition, queue] of this.queues) {
      if (this.out.has(partition)) continue;
      let taken = 0;
      for (const piece of queue) {
        const fits =
          piece.records <= records && piece.bytes <= bytes && piece.epochId === (chunk[0]?.epochId ?? piece.epochId);
        if (!fits && chunk.length > 0) break;
        chunk.push(piece);
        records -= piece.records;
        bytes -= piece.bytes;
        taken += 1;
      }
      if (taken === 0) continue;
      this.out.add(partition);
      this.queues.delete(partition);
      if (taken < queue.length) this.queues.set(partition, queue.slice(taken)); // now the last in line
      if (records <= 0 || bytes <= 0) break;
    }
    return chunk.length > 0 ? chunk : undefined;
  }

  /** The chunk is stored, or void: its partitions may be taken again. */
  release(chunk: readonly P[]): void {
    for (const piece of chunk) {
      this.out.delete(piece.partition);
      this.heldBytes -= piece.bytes;
    }
    this.wake();
  }

  /** Forgets what is queued of a partition. What is out is its taker's to judge. */
  drop(partition: number): void {
    for (const piece of this.queues.get(partition) ?? []) this.heldBytes -= piece.bytes;
    this.queues.delete(partition);
    this.wake();
  }

  /** Resolves when something may have changed. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.waiting.add(resolve));
  }

  /** Lets everyone who waits look again. */
  wake(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    waiting.forEach((resolve) => resolve());
  }
}

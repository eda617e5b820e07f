import type { MessageSlab, SlabPool } from './message-slab';

/**
 * Memory for one trail's messages. They come and go together, so that a slab is free as soon as its batch is sent. In
 * slabs that trails share, as Node's own, one message of a trail that waits for more would keep all the others' in memory.
 */
export class MessageArena {
  private slab: MessageSlab | undefined;

  constructor(private readonly pool: SlabPool) {}

  /** A slab with room for a message; undefined for a large one, which has memory of its own. */
  slabFor(bytes: number): MessageSlab | undefined {
    if (bytes > this.pool.slabBytes / 8) return undefined;
    if (this.slab?.hasRoom(bytes)) return this.slab;
    this.rest();
    this.slab = this.pool.open();
    return this.slab;
  }

  allocate(bytes: number): Buffer {
    const slab = this.slabFor(bytes);
    if (!slab) return Buffer.allocUnsafeSlow(bytes);
    const start = slab.reserve(bytes);
    return slab.memory.subarray(start, start + bytes);
  }

  /** Where the message that was allocated last lies; undefined for one that has memory of its own. */
  slabOf(message: Buffer): MessageSlab | undefined {
    return this.slab?.has(message) ? this.slab : undefined;
  }

  /** Holds nothing until the next message comes. */
  rest(): void {
    this.slab?.close();
    this.slab = undefined;
  }
}

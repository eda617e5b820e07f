import type { MessageSlab, SlabPool } from './message-slab';

/**
 * Memory for one trail's messages. They come and go together, so that a slab is free as soon as its batch is sent. In
 * slabs that trails share, as Node's own, one message of a trail that waits for more would keep all the others' in memory.
 */
export class MessageArena {
  private slab: MessageSlab | undefined;

  constructor(private readonly pool: SlabPool) {}

  allocate(bytes: number): Buffer {
    if (bytes > this.pool.slabBytes / 8) return Buffer.allocUnsafeSlow(bytes);
    const message = this.slab?.allocate(bytes);
    if (message) return message;
    this.rest();
    this.slab = this.pool.open();
    return this.slab.allocate(bytes) ?? Buffer.allocUnsafeSlow(bytes);
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

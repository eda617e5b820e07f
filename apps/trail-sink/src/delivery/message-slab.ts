/** Memory that messages of one trail share, and who still needs any of them. */
export class MessageSlab {
  readonly memory: Buffer;
  private used = 0;
  private holders = 0;
  private closed = false;
  private gone = false;

  constructor(
    private readonly bytes: ArrayBuffer,
    private readonly pool: SlabPool,
  ) {
    this.memory = Buffer.from(bytes);
  }

  hasRoom(bytes: number): boolean {
    return this.used + bytes <= this.memory.length;
  }

  /** Sets bytes apart, for which there is room. @returns where they begin */
  reserve(bytes: number): number {
    const start = this.used;
    this.used += bytes;
    return start;
  }

  /** @throws Error when nobody holds a message of it any more */
  get held(): Buffer {
    this.assertHeld();
    return this.memory;
  }

  has(message: Buffer): boolean {
    return message.buffer === this.bytes;
  }

  /** Somebody needs one of the messages, until he says that he doesn't any more. */
  retain(): void {
    this.assertHeld();
    this.holders += 1;
  }

  release(): void {
    this.holders -= 1;
    this.giveBackIfFree();
  }

  /** Nothing more is to be allocated. */
  close(): void {
    this.closed = true;
    this.giveBackIfFree();
  }

  /** Whoever meets this takes the entry from the store. */
  private assertHeld(): void {
    if (this.gone) throw new Error('the memory of a message was given back before it was sent');
  }

  private giveBackIfFree(): void {
    if (this.gone || !this.closed || this.holders > 0) return;
    this.gone = true;
    this.pool.giveBack(this.bytes);
  }
}

const slabBytes = 64 * 1024;
/** Beyond that memory is left to the garbage collector. */
const mostFree = 256;

/**
 * Slabs that are used again, instead of waiting by the hundred for a garbage collection: what the messages of a backlog
 * take is then what is under way, not what was so lately. A slab's memory goes on, its views do not: whoever kept a message
 * that he had released finds it empty, or gets an error, and never another tenant's.
 */
export class SlabPool {
  private readonly free: ArrayBuffer[] = [];

  /** What may be allocated of one slab. */
  readonly slabBytes = slabBytes;

  open(): MessageSlab {
    return new MessageSlab(this.free.pop() ?? new ArrayBuffer(slabBytes), this);
  }

  giveBack(bytes: ArrayBuffer): void {
    const moved = structuredClone(bytes, { transfer: [bytes] });
    if (this.free.length < mostFree) this.free.push(moved);
  }
}

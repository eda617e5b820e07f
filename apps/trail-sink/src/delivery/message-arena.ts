const slabBytes = 64 * 1024;
const largestShared = slabBytes / 8;

/**
 * Memory for one trail's messages. They come and go together, so that a slab is free as soon as its batch is sent. In
 * slabs that trails share, as Node's own, one message of a trail that waits for more would keep all the others' in memory.
 */
export class MessageArena {
  private slab: Buffer | undefined;
  private at = 0;

  allocate(bytes: number): Buffer {
    if (bytes > largestShared) return Buffer.allocUnsafeSlow(bytes);
    if (this.slab === undefined || this.at + bytes > slabBytes) {
      this.slab = Buffer.allocUnsafeSlow(slabBytes);
      this.at = 0;
    }
    this.at += bytes;
    return this.slab.subarray(this.at - bytes, this.at);
  }

  /** Holds nothing until the next message comes. */
  rest(): void {
    this.slab = undefined;
  }
}

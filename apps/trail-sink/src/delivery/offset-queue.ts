const smallest = 16;
/** What is longer is given back when it is empty. */
const kept = 1_024;

/**
 * Offsets of the log, in the order in which they were taken from it: in an array that is used in turn, of as many places as a
 * power of two.
 */
export class OffsetQueue {
  private offsets = new BigInt64Array(0);
  private head = 0;
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(offset: bigint): void {
    if (this.count === this.offsets.length) this.grow();
    this.offsets[this.place(this.count)] = offset;
    this.count += 1;
  }

  first(): bigint | undefined {
    return this.count === 0 ? undefined : this.offsets[this.head];
  }

  /** Takes out all at the beginning that are not beyond this one. */
  removeUpTo(offset: bigint): void {
    while (this.count > 0 && this.offsets[this.head]! <= offset) {
      this.head = this.place(1);
      this.count -= 1;
    }
    if (this.count === 0) this.clear();
  }

  clear(): void {
    this.head = 0;
    this.count = 0;
    if (this.offsets.length > kept) this.offsets = new BigInt64Array(0);
  }

  /** The place of the offset that so many others precede. */
  private place(index: number): number {
    return (this.head + index) & (this.offsets.length - 1);
  }

  private grow(): void {
    const { offsets, head } = this;
    this.offsets = new BigInt64Array(Math.max(smallest, 2 * this.count));
    this.offsets.set(offsets.subarray(head));
    this.offsets.set(offsets.subarray(0, head), offsets.length - head);
    this.head = 0;
  }
}

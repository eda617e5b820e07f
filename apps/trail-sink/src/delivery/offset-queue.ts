import { Ring } from './ring';

/** Offsets of the log, in the order in which they were taken from it. */
export class OffsetQueue extends Ring {
  private offsets = new BigInt64Array(0);

  push(offset: bigint): void {
    const place = this.add();
    this.offsets[place] = offset;
  }

  first(): bigint | undefined {
    return this.length === 0 ? undefined : this.offsets[this.place(0)];
  }

  /** Takes out all at the beginning that are not beyond this one. */
  removeUpTo(offset: bigint): void {
    while (this.length > 0 && this.offsets[this.place(0)]! <= offset) this.remove();
  }

  override clear(): void {
    super.clear();
  }

  protected moveTo(capacity: number, places: readonly number[]): void {
    const { offsets } = this;
    this.offsets = new BigInt64Array(capacity);
    places.forEach((place, index) => (this.offsets[index] = offsets[place]!));
  }
}

const smallest = 16;
/** What is longer is given back when it is empty. */
const kept = 1_024;

/**
 * The places of a queue in arrays that are used in turn, as many as a power of two. What waits by the ten thousand lies in
 * such columns of numbers: as objects it would be what the garbage collector is busy with, and waits for.
 */
export abstract class Ring {
  private head = 0;
  private count = 0;
  private capacity = 0;

  get length(): number {
    return this.count;
  }

  protected clear(): void {
    this.head = 0;
    this.count = 0;
    if (this.capacity > kept) this.resize(0);
  }

  /** Makes columns of so many places, with what is at the `places` of the old ones at their beginning. */
  protected abstract moveTo(capacity: number, places: readonly number[]): void;

  /** The place of the item that so many others precede. */
  protected place(index: number): number {
    return (this.head + index) & (this.capacity - 1);
  }

  /** A place for another item, behind all others. */
  protected add(): number {
    if (this.count === this.capacity) this.resize(Math.max(smallest, 2 * this.capacity));
    this.count += 1;
    return this.place(this.count - 1);
  }

  /** The first item leaves. */
  protected remove(): void {
    this.head = this.place(1);
    this.count -= 1;
    if (this.count === 0) this.clear();
  }

  private resize(capacity: number): void {
    this.moveTo(
      capacity,
      Array.from({ length: this.count }, (_, index) => this.place(index)),
    );
    this.head = 0;
    this.capacity = capacity;
  }
}

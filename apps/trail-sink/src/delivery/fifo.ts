/** A queue whose ends cost the same, however long it is. */
export class Fifo<T> {
  private items: (T | undefined)[] = [];
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  push(item: T): void {
    this.items.push(item);
  }

  first(): T | undefined {
    return this.items[this.head];
  }

  shift(): T | undefined {
    const item = this.items[this.head];
    if (this.length === 0) return undefined;
    this.items[this.head] = undefined;
    this.head += 1;
    if (this.head > 1_024 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  /** The items in their order; the queue must not change meanwhile. */
  *[Symbol.iterator](): Generator<T> {
    for (let at = this.head; at < this.items.length; at += 1) yield this.items[at] as T;
  }

  /** Takes out what doesn't satisfy `keep`, and answers it. */
  removeUnless(keep: (item: T) => boolean): T[] {
    const [kept, removed]: [T[], T[]] = [[], []];
    for (const item of this) (keep(item) ? kept : removed).push(item);
    this.items = kept;
    this.head = 0;
    return removed;
  }
}

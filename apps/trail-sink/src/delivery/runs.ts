interface Run<T> {
  readonly item: T;
  count: number;
}

/**
 * A queue in which the same item often follows itself: each such run is kept once. As long lists of references, what waits
 * would be moved into the old part of the heap, and be looked through there.
 */
export class Runs<T> {
  private runs: Run<T>[] = [];
  private head = 0;

  get first(): T | undefined {
    return this.runs[this.head]?.item;
  }

  push(item: T): void {
    const last = this.runs.at(-1);
    if (last?.item === item) last.count += 1;
    else this.runs.push({ item, count: 1 });
  }

  /** The first one leaves. */
  shift(): void {
    const first = this.runs[this.head];
    if (first === undefined) return;
    first.count -= 1;
    if (first.count > 0) return;
    this.head += 1;
    // What has left is dropped when it is half of all.
    if (2 * this.head < this.runs.length) return;
    this.runs = this.runs.slice(this.head);
    this.head = 0;
  }
}

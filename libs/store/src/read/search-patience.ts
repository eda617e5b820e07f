/** How long a search may take, and what that allows to be read at once: a slice that is begun is read to its end. */
export class SearchPatience {
  private readonly until: number;
  /** When the slice before was read, or the search began. */
  private since = performance.now();
  /** What a stretch took lately, with looking for it, in milliseconds. */
  private each = 0;

  /** @param milliseconds from now */
  constructor(milliseconds: number) {
    this.until = this.since + milliseconds;
  }

  get isOver(): boolean {
    return performance.now() > this.until;
  }

  /** Stretches that can be read in what is left, judged by those before: from memory they take a tenth of what they do from disk. */
  get stretches(): number {
    return Math.max(1, Math.floor((this.until - performance.now()) / this.each));
  }

  /** Reads some stretches, and learns what they take. */
  async read<T>(stretches: number, work: () => Promise<T>): Promise<T> {
    const result = await work();
    const now = performance.now();
    if (stretches > 0) this.each = (now - this.since) / stretches;
    this.since = now;
    return result;
  }
}

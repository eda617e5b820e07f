/** How long a search may take, and what that allows to be read at once: a slice that is begun is read to its end. */
export class SearchPatience {
  private readonly until: number;
  /** What a stretch took lately, in milliseconds. */
  private each = 0;

  /** @param milliseconds from now */
  constructor(milliseconds: number) {
    this.until = performance.now() + milliseconds;
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
    const began = performance.now();
    const result = await work();
    if (stretches > 0) this.each = (performance.now() - began) / stretches;
    return result;
  }
}

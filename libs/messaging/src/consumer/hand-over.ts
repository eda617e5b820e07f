/**
 * Hands work over one piece after the other. Where one may wait ahead, whoever brings it can fetch the next while it is
 * being done; never more than that, so that nothing piles up.
 */
export class HandOver {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly options: { oneAhead: boolean }) {}

  /**
   * @param work begins when all before it is done, and never if any of it failed
   * @returns resolves when more may be brought; rejects where this or anything before it failed
   */
  push(work: () => Promise<void>): Promise<void> {
    const before = this.last;
    this.last = before.then(work);
    this.last.catch(() => undefined); // it reaches whoever pushes next, and whoever waits for all
    return this.options.oneAhead ? before : this.last;
  }

  /** Resolves when everything is done; rejects where any of it failed. */
  get done(): Promise<void> {
    return this.last;
  }
}

/** Losses met since this process started. They keep it from being ready: somebody has to look, and then restart it. */
export class Losses {
  private readonly met: string[] = [];

  add(message: string): void {
    if (this.met.length < 100) this.met.push(message);
  }

  /** @throws Error naming the first loss */
  assertNone(): void {
    const [first] = this.met;
    if (first !== undefined) throw new Error(`${first}; ${this.met.length} such losses since the start`);
  }
}

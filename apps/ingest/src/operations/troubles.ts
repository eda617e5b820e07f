/** What is wrong right now, by whoever met it. While there is anything, the app isn't ready. */
export class Troubles {
  private readonly met = new Map<string, unknown>();

  /** Answers whether this is news. */
  set(who: string, error: unknown): boolean {
    const news = !this.met.has(who);
    this.met.set(who, error);
    return news;
  }

  clear(who: string): void {
    this.met.delete(who);
  }

  /** @throws the first trouble */
  assertNone(): void {
    for (const [who, error] of this.met) {
      throw new Error(`${who}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}

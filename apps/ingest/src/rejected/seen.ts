const kept = 100_000;

/** Remembers what was met last: copies of a rejection lie close together. */
export class Seen {
  private readonly keys = new Set<string>();

  /** Whether it is met for the first time, as far as is remembered. */
  add(key: string): boolean {
    if (this.keys.has(key)) return false;
    this.keys.add(key);
    const [oldest] = this.keys;
    if (this.keys.size > kept && oldest !== undefined) this.keys.delete(oldest);
    return true;
  }
}

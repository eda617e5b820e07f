/** Memory that all trails' entries share. It only counts: who exceeds it has to wait, or to give some back. */
export class ByteBudget {
  private used = 0;

  constructor(readonly limit: number) {}

  get isFull(): boolean {
    return this.used >= this.limit;
  }

  get usedBytes(): number {
    return this.used;
  }

  take(bytes: number): void {
    this.used += bytes;
  }

  release(bytes: number): void {
    this.used -= bytes;
  }
}

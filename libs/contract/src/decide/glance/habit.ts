/** After so many unusual records in a row most of the following are not even glanced at. */
const patience = 32;
const everySo = 16;

/** Whether records have lately been usual, so that a glance at the next one is likely to spare the closer look. */
export class Habit {
  private unusual = 0;

  /** Asked before each record. */
  get isLikely(): boolean {
    if (this.unusual < patience) return true;
    this.unusual += 1;
    return this.unusual % everySo === 0;
  }

  found(usual: boolean): void {
    this.unusual = usual ? 0 : this.unusual + 1;
  }
}

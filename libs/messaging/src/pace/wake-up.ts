/** A sleep that somebody else can end early. A call while nobody sleeps makes the next sleep end at once. */
export class WakeUp {
  private pending = false;
  private wake: (() => void) | undefined;

  call(): void {
    this.pending = true;
    this.wake?.();
  }

  async sleep(milliseconds: number): Promise<void> {
    if (!this.pending) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.wake = undefined;
    this.pending = false;
  }
}

import type { ConsumerControl } from '@trailbook/messaging';
import { heldBytes } from '../metrics';

/** Stops reading while more is held than is allowed, until half of it is stored. The group isn't left meanwhile. */
export class Pressure {
  private control: ConsumerControl | undefined;
  private paused = false;

  constructor(
    private readonly held: { readonly bytes: number },
    private readonly mostBytes: number,
  ) {}

  of(control: ConsumerControl): void {
    this.control = control;
    this.check();
  }

  /** To be called when what is held has changed. */
  check(): void {
    const { bytes } = this.held;
    heldBytes.set(bytes);
    if (!this.paused && bytes >= this.mostBytes) {
      this.paused = true;
      this.control?.pause();
    } else if (this.paused && bytes <= this.mostBytes / 2) {
      this.paused = false;
      this.control?.resume();
    }
  }
}

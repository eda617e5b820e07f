import { setTimeout } from 'node:timers/promises';

/** Does something again and again, with a pause between the end of one time and the start of the next. */
export class Repeating {
  private readonly stopped = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly pauseMs: number,
    private readonly work: () => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Resolves when the time under way has ended. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      await this.work().catch((error: unknown) => this.failed(error));
      await setTimeout(this.pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

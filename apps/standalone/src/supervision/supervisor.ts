import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, type Exit, type Part, type Progress } from '@trailbook/local';

/** Milliseconds before each further attempt, the last one again and again. */
const pauses = [0, 500, 1_000, 2_000, 5_000];
/** A part that ran this long has recovered: the next attempt is the first again. */
const steadyMs = 30_000;

const howOf = ({ code, signal }: Exit) => (signal ? `was killed by ${signal}` : `ended with code ${code}`);

/** Starts a part again whenever it dies, on the same port and data, and says so. */
export class Supervisor {
  private readonly ended = new AbortController();
  private readonly watching: Promise<void>[] = [];

  /** @param onRestart called when a part is back, with its new process id */
  constructor(
    private readonly progress: Progress,
    private readonly onRestart: (part: Part) => Promise<void>,
  ) {}

  /** Keeps `part`, which runs, running until `stop`. */
  watch(part: Part): void {
    this.watching.push(this.keep(part));
  }

  /** From now on nothing is started again. Resolves when no attempt is under way. */
  async stop(): Promise<void> {
    this.ended.abort();
    await Promise.all(this.watching);
  }

  private get stopping(): boolean {
    return this.ended.signal.aborted;
  }

  private async keep(part: Part): Promise<void> {
    const over = new Promise<undefined>((resolve) => {
      this.ended.signal.addEventListener('abort', () => resolve(undefined));
    });
    let attempt = 0;
    while (!this.stopping) {
      const started = Date.now();
      const exit = await Promise.race([part.exited, over]);
      if (!exit || this.stopping) return;
      this.progress(`${part.name} ${howOf(exit)}: it is started again`);
      if (Date.now() - started > steadyMs) attempt = 0;
      attempt = await this.restart(part, attempt);
    }
  }

  /** Resolves when the part is back, with the number of the attempt that comes next. */
  private async restart(part: Part, first: number): Promise<number> {
    for (let attempt = first; ; attempt += 1) {
      await sleep(pauses[Math.min(attempt, pauses.length - 1)], undefined, { signal: this.ended.signal }).catch(
        () => undefined,
      );
      if (this.stopping) return attempt;
      try {
        await part.start();
        this.progress(`${part.name} is back (process ${part.pid})`);
        await this.onRestart(part);
        return attempt + 1;
      } catch (error) {
        if (!this.stopping) this.progress(`${part.name} could not be started again yet: ${messageOf(error)}`);
      }
    }
  }
}

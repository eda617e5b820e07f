import { Injectable, Logger } from '@nestjs/common';

/** Resolves when the part works; throws or rejects, with a reason for the log, when it does not. */
export type ReadinessCheck = () => Promise<void> | void;

export interface Readiness {
  ready: boolean;
  checks: Record<string, 'up' | 'down'>;
}

const checkTimeoutMs = 3_000;

/** What the app needs to be of use: each part adds its check, `/readyz` asks them all. */
@Injectable()
export class ReadinessRegistry {
  private readonly logger = new Logger(ReadinessRegistry.name);
  private readonly checks = new Map<string, ReadinessCheck>();
  /** Names of checks that decide nothing. */
  private readonly shown = new Set<string>();
  private readonly down = new Set<string>();
  private isStopping = false;

  /** Adds a check, or replaces the one of that name. It is given 3 s. */
  add(name: string, check: ReadinessCheck): void {
    this.checks.set(name, check);
  }

  /** Adds a check that `/readyz` shows and that leaves the app ready: callers are served without that part. */
  show(name: string, check: ReadinessCheck): void {
    this.shown.add(name);
    this.add(name, check);
  }

  /** From now on the app is not ready: it is told to stop, and callers should go elsewhere. */
  stop(): void {
    this.isStopping = true;
  }

  get stopping(): boolean {
    return this.isStopping;
  }

  async check(): Promise<Readiness> {
    const outcomes = await Promise.all([...this.checks].map(([name, check]) => this.outcome(name, check)));
    const checks = Object.fromEntries(outcomes);
    const isServing = outcomes.every(([name, state]) => state === 'up' || this.shown.has(name));
    return { ready: !this.isStopping && isServing, checks };
  }

  private async outcome(name: string, check: ReadinessCheck): Promise<[string, 'up' | 'down']> {
    try {
      await withTimeout(check, checkTimeoutMs);
      if (this.down.delete(name))
        this.logger.log({ check: name, msg: this.shown.has(name) ? 'a part is up again' : 'ready again' });
      return [name, 'up'];
    } catch (error) {
      // The reason is for the log alone, and once: probes come every few seconds, and /readyz is public.
      if (!this.down.has(name))
        this.logger.warn({ check: name, err: error, msg: this.shown.has(name) ? 'a part is down' : 'not ready' });
      this.down.add(name);
      return [name, 'down'];
    }
  }
}

async function withTimeout(check: ReadinessCheck, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([Promise.resolve().then(check), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '@trailbook/service';
import { Pool, type Dispatcher } from 'undici';
import { isLostConnection, isRefusedConnection } from './upstream-error';

/** More than these waiting for a connection means that the service does not keep up: better refused than late. */
const maxQueued = 4_096;
const healthTimeoutMs = 2_000;
const [firstPauseMs, longestPauseMs] = [25, 250];

export type UpstreamRequest = Pick<
  Dispatcher.RequestOptions,
  'method' | 'path' | 'headers' | 'body' | 'signal' | 'headersTimeout' | 'bodyTimeout'
> & {
  /** A download, which has a connection of its own for long. */
  streams?: boolean;
  /** It changes nothing, so it may be sent once more when a kept connection turns out to be closed. */
  repeatable?: boolean;
};

/**
 * One service, by connections that are kept. Where it refuses connections, as it does while it is started again,
 * nothing has been sent: requests of any kind wait for it, all by one probe, until it answers its health check. They do
 * so for `reconnectMs` from the first refusal; a service that is away for longer fails its requests at once.
 */
export class Upstream {
  private readonly short: Pool;
  private readonly streams: Pool;
  private refusedSince: number | undefined;
  private returning: Promise<void> | undefined;
  private wasReached = false;
  private readonly closed = new AbortController();

  constructor(
    url: string,
    private readonly reconnectMs: number,
  ) {
    const options: Pool.Options = {
      pipelining: 1,
      connect: { timeout: 2_000 },
      // Less than the 5 s for which a stopping service serves on: an idle connection is closed from this side before
      // the service closes it, which could cross a request on its way.
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 4_000,
    };
    this.short = new Pool(new URL(url).origin, { ...options, connections: 128 });
    this.streams = new Pool(new URL(url).origin, { ...options, connections: 64 });
  }

  /** @throws what undici throws; ApiError 503 when too much is waiting already; what its signal was aborted with */
  async request(request: UpstreamRequest): Promise<Dispatcher.ResponseData> {
    for (let lost = 0; ;) {
      try {
        return await this.send(request);
      } catch (error) {
        if (request.repeatable && lost === 0 && isLostConnection(error)) lost += 1;
        else if (isRefusedConnection(error) && this.mayReturn()) await this.untilReturned(error, request.signal);
        else throw error;
      }
    }
  }

  /** @throws when it does not answer its health check, and has not just begun to refuse connections */
  async assertReachable(): Promise<void> {
    try {
      await this.checkHealth();
    } catch (error) {
      if (!this.wasReached || !isRefusedConnection(error) || !this.mayReturn()) throw error;
    }
  }

  async close(): Promise<void> {
    this.closed.abort();
    await Promise.all([this.short.destroy(), this.streams.destroy()]);
  }

  private async send({ streams, repeatable: _, ...request }: UpstreamRequest): Promise<Dispatcher.ResponseData> {
    const pool = streams ? this.streams : this.short;
    if (pool.stats.queued > maxQueued) throw ApiError.unavailable();
    try {
      const answer = await pool.request(request);
      this.refusedSince = undefined;
      this.wasReached = true;
      return answer;
    } catch (error) {
      if (isRefusedConnection(error)) this.refusedSince ??= Date.now();
      throw error;
    }
  }

  private mayReturn(): boolean {
    return this.refusedSince === undefined || Date.now() - this.refusedSince < this.reconnectMs;
  }

  private async checkHealth(): Promise<void> {
    const signal = AbortSignal.timeout(healthTimeoutMs);
    const { statusCode, body } = await this.send({ method: 'GET', path: '/healthz', signal });
    await body.dump();
    if (statusCode !== 200) throw new Error(`the health check was answered with ${statusCode}`);
  }

  /** @throws `refusal` when the service stays away; what the signal was aborted with */
  private async untilReturned(refusal: unknown, signal: UpstreamRequest['signal']): Promise<void> {
    this.returning ??= this.probe(refusal).finally(() => (this.returning = undefined));
    await withSignal(this.returning, signal as AbortSignal | undefined);
  }

  private async probe(refusal: unknown): Promise<void> {
    for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, longestPauseMs)) {
      await sleep(pause, undefined, { signal: this.closed.signal, ref: false });
      try {
        return await this.checkHealth();
      } catch {
        if (!this.mayReturn()) throw refusal;
      }
    }
  }
}

/** Gives up waiting when the signal is aborted; the work goes on for those who wait on. */
async function withSignal<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  signal.throwIfAborted();
  let leave: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason as Error);
    signal.addEventListener('abort', leave);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (leave) signal.removeEventListener('abort', leave);
  }
}

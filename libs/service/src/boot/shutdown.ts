import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { ReadinessRegistry } from '../health/readiness-registry';
import { RequestsInFlight } from '../http/requests-in-flight';

/** Parts of the time limit: the port stays open for stragglers, then requests in flight are broken off. */
const [openShare, requestsShare] = [0.5, 0.75];

/**
 * Stops in order, so that no caller is refused who could not know: not ready any more, but serving on for `delayMs`,
 * in which balancers notice; then until no request is in flight; then the port closes, then the parts of the app
 * (consumers, pools). Requests that last longer than three quarters of `limitMs` are broken off, and logged so.
 * @throws Error when a request was broken off, or the whole takes longer than `delayMs` and `limitMs`
 */
export async function stopService(app: NestFastifyApplication, limitMs: number, delayMs = 0): Promise<void> {
  app.get(ReadinessRegistry).stop();
  if (delayMs > 0) await sleep(delayMs);
  const stopping = stopParts(app, limitMs);
  stopping.catch(() => undefined); // late, it is the limit that counts
  const late = new AbortController();
  const limit = sleep(limitMs, undefined, { signal: late.signal }).then(() => {
    throw new Error(`not stopped within ${limitMs} ms`);
  });
  limit.catch(() => undefined); // aborted when it is not needed any more
  try {
    await Promise.race([stopping, limit]);
  } finally {
    late.abort();
  }
}

async function stopParts(app: NestFastifyApplication, limitMs: number): Promise<void> {
  const requests = app.get(RequestsInFlight);
  const began = Date.now();
  const drainedBy = (share: number) => Promise.race([requests.drained(), elapsed(began + share * limitMs)]);
  await drainedBy(openShare);
  const server: Server = app.getHttpServer();
  // An answer that began before now may leave its connection open behind it.
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  try {
    // Before Nest's own order, which would destroy the parts first and starve the requests in flight.
    const closed = app.getHttpAdapter().getInstance().close();
    await drainedBy(requestsShare);
    const broken = requests.breakOff('the service stops');
    // A destroyed connection says so a moment later: with it comes the request's log line.
    await requests.drained();
    // Also those on which no request ever came, which Node does not count as idle.
    server.closeAllConnections();
    await closed;
    await app.close();
    if (broken > 0)
      throw new Error(`${broken} requests were broken off, unfinished after ${limitMs * requestsShare} ms`);
  } finally {
    clearInterval(idle);
  }
}

/** Keeps no process alive. */
const elapsed = (until: number) => sleep(Math.max(0, until - Date.now()), undefined, { ref: false });

/** Calls `stop` on the first SIGTERM or SIGINT and ends the process: 0 when all went well. */
export function stopOnSignals(logger: Logger, stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      logger.info({ signal }, 'stopping');
      stop().then(
        () => {
          logger.info('stopped');
          process.exit(0);
        },
        (error: unknown) => {
          logger.error({ err: error }, 'stopped, leaving work unfinished');
          process.exit(1);
        },
      );
    });
  }
}

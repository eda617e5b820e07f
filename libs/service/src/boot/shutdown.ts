import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { ReadinessRegistry } from '../health/readiness-registry';

/**
 * Stops in order: not ready any more, no new connections and the requests in flight finished, then the parts of the app
 * (consumers, pools). Rejects when that takes longer than `limitMs`.
 */
export async function stopService(app: NestFastifyApplication, limitMs: number): Promise<void> {
  app.get(ReadinessRegistry).stop();
  const server: Server = app.getHttpServer();
  // An answer that began before now may leave its connection open behind it.
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not stopped within ${limitMs} ms`)), limitMs);
  });
  const stopped = (async () => {
    // Before Nest's own order, which would destroy the parts first and starve the requests in flight.
    const fastify = app.getHttpAdapter().getInstance();
    await fastify.close();
    await app.close();
  })();
  try {
    await Promise.race([stopped, limit]);
  } finally {
    clearInterval(idle);
    clearTimeout(timer);
  }
}

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

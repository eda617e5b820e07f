import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { Controller, Get, Injectable, Module, Res, type OnModuleDestroy } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { CommonConfig } from '../config/common-config';
import { createLogger } from '../logging/logger';
import { createService } from './create-service';
import { stopService } from './shutdown';

@Injectable()
class Pool implements OnModuleDestroy {
  open = true;
  /** Requests that have reached their handler. */
  begun = 0;
  onModuleDestroy(): void {
    this.open = false;
  }
}

@Controller('slow')
class Slow {
  constructor(private readonly pool: Pool) {}

  @Get()
  async get() {
    this.pool.begun += 1;
    await wait(300);
    return { poolIsOpen: this.pool.open };
  }

  @Get('stream')
  stream(@Res() reply: FastifyReply) {
    return reply.type('text/plain').send(
      Readable.from(
        (async function* () {
          yield 'first,';
          await wait(300);
          yield 'last';
        })(),
      ),
    );
  }

  @Get('endless')
  endless(@Res() reply: FastifyReply) {
    const parts = new Readable({ read: () => undefined });
    parts.push('first,');
    return reply.type('text/plain').send(parts);
  }

  @Get('never')
  never() {
    this.pool.begun += 1;
    return new Promise(() => undefined);
  }
}
Reflect.defineMetadata('design:paramtypes', [Pool], Slow);

@Module({ controllers: [Slow], providers: [Pool] })
class SlowModule {}

async function listening() {
  const definition = { name: 'spec', config: new CommonConfig(), module: SlowModule };
  const lines: string[] = [];
  const logger = createLogger('spec', 'info', { write: (line: string) => void lines.push(line) });
  const app = await createService(definition, logger);
  await app.listen(0, '127.0.0.1');
  const logged = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { app, url: await app.getUrl(), logged };
}

async function untilBegun(app: NestFastifyApplication): Promise<void> {
  while (app.get(Pool).begun === 0) await wait(5);
}

const refused = (url: string) =>
  fetch(`${url}/healthz`).then(
    () => false,
    () => true,
  );

describe('stopping', () => {
  it('finishes the requests in flight before it closes what they need, and takes no new ones then', async () => {
    const { app, url } = await listening();
    const inFlight = fetch(`${url}/slow`).then((response) => response.json());
    await untilBegun(app);
    const stopped = stopService(app, 5_000);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect(await inFlight).toEqual({ poolIsOpen: true });
    await stopped;
    expect(await refused(url)).toBe(true);
    expect(app.get(Pool).open).toBe(false);
  });

  it('serves on while it is not ready, for as long as balancers need to notice', async () => {
    const { app, url } = await listening();
    const began = Date.now();
    let over = false;
    const stopped = stopService(app, 5_000, 400).then(() => (over = true));
    const statuses = { readyz: new Set<number>(), slow: new Set<number>() };
    // The last request begins within the delay, so that the port has to stay open until it is answered.
    while (Date.now() - began < 300) {
      const [ready, slow] = await Promise.all([fetch(`${url}/readyz`), fetch(`${url}/slow`)]);
      statuses.readyz.add(ready.status);
      statuses.slow.add(slow.status);
      expect(slow.headers.get('connection')).toBe('close');
    }
    expect(over).toBe(false);
    await stopped;
    expect(statuses).toEqual({ readyz: new Set([503]), slow: new Set([200]) });
    expect(await refused(url)).toBe(true);
  });

  it('finishes an answer that has begun', async () => {
    const { app, url } = await listening();
    const response = await fetch(`${url}/slow/stream`);
    const stopped = stopService(app, 5_000);
    expect(await response.text()).toBe('first,last');
    await stopped;
  });

  it('does not wait longer than its limit, and logs as broken what it breaks off', async () => {
    const { app, url, logged } = await listening();
    const endless = fetch(`${url}/slow/never`);
    const download = await fetch(`${url}/slow/endless`);
    const [unanswered, unfinished] = [expect(endless).rejects.toThrow(), expect(download.text()).rejects.toThrow()];
    await untilBegun(app);
    await expect(stopService(app, 400)).rejects.toThrow('2 requests were broken off');
    await Promise.all([unanswered, unfinished]);
    expect(app.get(Pool).open).toBe(false);
    const reason = 'the service stops';
    const broken = logged().filter(({ msg }) => msg === 'request broken off');
    expect(broken).toHaveLength(2);
    expect(broken).toContainEqual(expect.objectContaining({ level: 'warn', path: '/slow/never', status: 499, reason }));
    expect(broken).toContainEqual(expect.objectContaining({ path: '/slow/endless', status: 200, reason }));
  });

  it('does not take a caller that leaves for a break of its own', async () => {
    const { app, url, logged } = await listening();
    const client = new AbortController();
    const download = await fetch(`${url}/slow/endless`, { signal: client.signal });
    client.abort();
    await expect(download.text()).rejects.toThrow();
    await stopService(app, 5_000);
    expect(logged()).toContainEqual(
      expect.objectContaining({ level: 'info', msg: 'request aborted by the client', status: 499 }),
    );
  });
});

import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { Controller, Get, Injectable, Module, Res, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CommonConfig } from '../config/common-config';
import { createLogger } from '../logging/logger';
import { createService } from './create-service';
import { stopService } from './shutdown';

@Injectable()
class Pool implements OnModuleDestroy {
  open = true;
  onModuleDestroy(): void {
    this.open = false;
  }
}

@Controller('slow')
class Slow {
  constructor(private readonly pool: Pool) {}

  @Get()
  async get() {
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

  @Get('never')
  never() {
    return new Promise(() => undefined);
  }
}
Reflect.defineMetadata('design:paramtypes', [Pool], Slow);

@Module({ controllers: [Slow], providers: [Pool] })
class SlowModule {}

async function listening() {
  const definition = { name: 'spec', config: new CommonConfig(), module: SlowModule };
  const app = await createService(definition, createLogger('spec', 'silent'));
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl() };
}

describe('stopping', () => {
  it('finishes the requests in flight before it closes what they need, and takes no new ones', async () => {
    const { app, url } = await listening();
    const inFlight = fetch(`${url}/slow`).then((response) => response.json());
    await wait(100);
    const stopped = stopService(app, 5_000);
    await wait(50);
    await expect(fetch(`${url}/readyz`)).rejects.toThrow();
    expect(await inFlight).toEqual({ poolIsOpen: true });
    await stopped;
    expect(app.get(Pool).open).toBe(false);
  });

  it('finishes an answer that has begun', async () => {
    const { app, url } = await listening();
    const response = await fetch(`${url}/slow/stream`);
    const stopped = stopService(app, 5_000);
    expect(await response.text()).toBe('first,last');
    await stopped;
  });

  it('does not wait longer than its limit', async () => {
    const { app, url } = await listening();
    const client = new AbortController();
    const endless = fetch(`${url}/slow/never`, { signal: client.signal }).catch(() => undefined);
    await wait(100);
    await expect(stopService(app, 200)).rejects.toThrow('not stopped within 200 ms');
    client.abort();
    await endless;
    await app.close();
  });
});

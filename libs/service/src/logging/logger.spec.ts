import { Controller, Get, Headers, Logger, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createService } from '../boot/create-service';
import { stopService } from '../boot/shutdown';
import { CommonConfig } from '../config/common-config';
import { annotateRequest } from '../http/request-context';
import { startTracing } from '../tracing/tracing';
import { createLogger } from './logger';

@Controller('things')
class Things {
  private readonly logger = new Logger(Things.name);

  @Get()
  list(@Headers() headers: Record<string, string>) {
    annotateRequest({ tenantUid: 't1' });
    this.logger.log({ headers, msg: 'listing' });
    return {};
  }
}

@Module({ controllers: [Things] })
class ThingsModule {}

describe('the log of a service', () => {
  const lines: string[] = [];
  let app: NestFastifyApplication;
  beforeAll(async () => {
    startTracing('spec');
    const logger = createLogger('spec', 'info', { write: (line: string) => void lines.push(line) });
    app = await createService({ name: 'spec', config: new CommonConfig(), module: ThingsModule }, logger);
  });
  afterAll(() => stopService(app, 5_000));

  it('has the ids of request and trace in every line, one line a request, and no secret', async () => {
    lines.length = 0;
    const headers = {
      'x-request-id': 'r-1',
      apikey: 'hunter2',
      authorization: 'hunter2',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    };
    await app.inject({ url: '/things?search=hunter2', headers });
    await app.inject('/healthz');
    expect(lines).toHaveLength(2);
    const common = { level: 'info', service: 'spec', requestId: 'r-1', tenantUid: 't1', spanId: expect.any(String) };
    const trace = { traceId: '0af7651916cd43dd8448eb211c80319c' };
    const [own, request] = lines.map((line) => JSON.parse(line) as unknown);
    expect(own).toMatchObject({ ...common, ...trace, context: 'Things', msg: 'listing' });
    expect(request).toMatchObject({ ...common, ...trace, msg: 'request', method: 'GET', path: '/things', status: 200 });
    expect(lines.join()).not.toContain('hunter2');
  });

  it('tells nothing of how the app is wired', () => {
    expect(lines.join()).not.toMatch(/RoutesResolver|InstanceLoader/);
  });
});

import { Body, Controller, Delete, Get, Module, Post, Query, Res } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Type } from 'class-transformer';
import { IsDefined, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { CommonConfig } from '../config/common-config';
import { currentRequest } from '../http/request-context';
import { createLogger } from '../logging/logger';
import { startTracing } from '../tracing/tracing';
import { currentTraceparent } from '../tracing/traceparent';
import { ReadinessRegistry } from '../health/readiness-registry';
import { JsonObject } from '../validation/json-object';
import { createService } from './create-service';
import { stopService } from './shutdown';

class Metadata {
  @IsString()
  name!: string;
}

class Profile {
  @IsDefined()
  @ValidateNested()
  @Type(() => Metadata)
  metadata!: Metadata;

  @IsOptional()
  @IsInt()
  size?: number;

  @IsOptional()
  @JsonObject()
  free?: object;
}

@Controller('v1/things')
class Things {
  @Get()
  list(@Query('fail') fail?: string) {
    if (fail) throw new Error('internals of ours');
    return { requestId: currentRequest()?.requestId, traceparent: currentTraceparent() };
  }

  @Post()
  make(@Body() profile: Profile) {
    return { ...profile, requestId: currentRequest()?.requestId };
  }

  @Delete()
  remove() {
    return { removed: true };
  }

  @Get('half')
  half(@Res() reply: FastifyReply) {
    const rows = Readable.from(
      (function* () {
        yield 'first,half\r\n';
        throw new Error('internals of ours');
      })(),
    );
    return reply.type('text/csv').send(rows);
  }
}

@Module({ controllers: [Things] })
class ThingsModule {}

const json = { 'content-type': 'application/json' };
const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('a service', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    startTracing('spec');
    const config = Object.assign(new CommonConfig(), { LOG_LEVEL: 'silent' });
    app = await createService({ name: 'spec', config, module: ThingsModule }, createLogger('spec', 'silent'));
  });
  afterAll(() => stopService(app, 5_000));

  it.each([
    ['GET', '/v1/nothing', {}, undefined, 404, 'ResourceNotFound'],
    ['PUT', '/v1/things', json, '{}', 404, 'ResourceNotFound'],
    ['PUT', '/v1/nothing', { 'content-type': 'text/plain' }, 'x', 404, 'ResourceNotFound'],
    ['GET', '/v1/things/%zz', {}, undefined, 400, 'InvalidRequest'],
    ['GET', '/v1/things?fail=1', {}, undefined, 500, 'InternalError'],
    ['POST', '/v1/things', json, '{broken', 400, 'InvalidRequest'],
    ['POST', '/v1/things', json, '', 400, 'InvalidRequest'],
    ['POST', '/v1/things', json, '[]', 400, 'InvalidRequest'],
    ['POST', '/v1/things', json, 'null', 400, 'InvalidRequest'],
    ['POST', '/v1/things', json, '"text"', 400, 'InvalidRequest'],
    ['POST', '/v1/things', json, '{"__proto__":{"admin":true}}', 400, 'InvalidRequest'],
    ['POST', '/v1/things', json, '{"free":{"constructor":{"prototype":{"admin":true}}}}', 400, 'InvalidRequest'],
    ['POST', '/v1/things', json, '{"metadata":{"name":"a"},"free":[]}', 400, 'InvalidRequest'],
    ['POST', '/v1/things', json, Buffer.from([0x7b, 0xff, 0x7d]), 400, 'InvalidRequest'],
    ['POST', '/v1/things', json, nested(70), 400, 'InvalidRequest'],
    ['POST', '/v1/things', json, nested(200_000), 400, 'InvalidRequest'],
    ['POST', '/v1/things', json, '{"metadata":{"name":1}}', 400, 'InvalidRequest'],
    ['POST', '/v1/things', json, '{"metadata":5}', 400, 'InvalidRequest'],
    ['POST', '/v1/things', json, `{"a":"${'x'.repeat(1_048_576)}"}`, 413, 'RequestTooLarge'],
    ['POST', '/v1/things', { 'content-type': 'text/plain' }, 'x', 415, 'UnsupportedMediaType'],
    ['POST', '/v1/things', { 'content-type': 'application/xml' }, '<a/>', 415, 'UnsupportedMediaType'],
  ] as const)('answers %s %s, case %#', async (method, url, headers, payload, status, code) => {
    const response = await app.inject({ method, url, headers, payload: payload as string });
    expect([response.statusCode, response.json()]).toMatchObject([
      status,
      { code, message: expect.stringMatching(/./) },
    ]);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.body).not.toMatch(/internals|stack|node_modules/);
  });

  it('names the field that is wrong', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/v1/things',
      payload: { metadata: { name: 1 }, size: 'x' },
    });
    expect(response.json()).toMatchObject({
      message: 'metadata.name must be a string',
      details: { field: 'metadata.name', errors: [{ field: 'metadata.name' }, { field: 'size' }] },
    });
  });

  it('ignores unknown keys and keeps the request’s context behind its body', async () => {
    const headers = { ...json, 'x-request-id': 'r-1' };
    const payload = { metadata: { name: 'a', uid: 'mine' }, more: 1 };
    const response = await app.inject({ method: 'POST', url: '/v1/things', headers, payload });
    expect([response.statusCode, response.json()]).toEqual([201, { metadata: { name: 'a' }, requestId: 'r-1' }]);
    expect(response.headers['x-request-id']).toBe('r-1');
  });

  it('keeps every key of an object that may be any, and takes none of them for more than data', async () => {
    const odd =
      '{"constructor":{"name":"x"},"prototype":1,"toString":null,"":{"constructor":[{"prototype":{}}]},"then":5,"a":[{"hasOwnProperty":1}]}';
    const payload = `{"metadata":{"name":"a","constructor":{"x":1}},"constructor":{"y":2},"prototype":3,"more":{"constructor":1},"free":${odd}}`;
    const response = await app.inject({ method: 'POST', url: '/v1/things', headers: json, payload });
    expect(response.statusCode).toBe(201);
    const { metadata, free, ...others } = response.json<{ metadata: object; free: object; requestId: string }>();
    expect(JSON.stringify(free)).toBe(odd);
    expect(JSON.stringify(metadata)).toBe('{"name":"a"}');
    expect(Object.keys(others)).toEqual(['requestId']);
    expect({}).not.toHaveProperty('y');
  });

  it('accepts DELETE with a content type and no body', async () => {
    const response = await app.inject({ method: 'DELETE', url: '/v1/things', headers: json });
    expect(response.statusCode).toBe(200);
  });

  it('goes on with the trace of the request, in a span of its own', async () => {
    const headers = {
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      'x-request-id': 'bad id',
    };
    const response = await app.inject({ url: '/v1/things', headers });
    const answer = response.json<{ traceparent: string; requestId: string }>();
    expect(answer.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/);
    expect(answer.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('destroys the connection when an answer breaks off in its middle', async () => {
    await app.listen(0, '127.0.0.1');
    const response = await fetch(`${await app.getUrl()}/v1/things/half`);
    await expect(response.text()).rejects.toThrow();
  });

  it('is healthy, and ready unless a part is not', async () => {
    expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await app.inject('/readyz')).statusCode).toBe(200);
    app.get(ReadinessRegistry).add('database', () => Promise.reject(new Error('internals of ours')));
    const response = await app.inject('/readyz');
    expect([response.statusCode, response.json()]).toEqual([
      503,
      { code: 'NotReady', message: 'Not ready to serve', details: { checks: { database: 'down' } } },
    ]);
  });
});

import type { Caller } from '@trailbook/access';
import type { Audit, AuditList, ErrorBody } from '@trailbook/contract';
import { createLogger, createService, loadConfig } from '@trailbook/service';
import { eventKeyVariables, gatewayKeys, testParts, type TestDatabase } from '@trailbook/testing';
import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { QueryConfig } from '../query.config';
import { QueryModule } from '../query.module';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** Parsed, where it is JSON; of all that may have been asked for. */
  body: AuditList & Audit & ErrorBody;
}

/** The service as it is, with requests that carry an identity as the gateway's do. */
export interface QueryUnderTest {
  app: NestFastifyApplication;
  /** Answers as soon as the head is there. */
  begin(caller: Caller, url: string, headers?: Record<string, string>): Promise<IncomingMessage>;
  get(caller: Caller, url: string, headers?: Record<string, string>): Promise<Answer>;
  patch(caller: Caller, url: string, body: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts it on a database. @param topic where notes and downloads are published */
export async function queryUnderTest(database: TestDatabase, topic = 'audit.events'): Promise<QueryUnderTest> {
  const keys = gatewayKeys();
  const config = loadConfig(QueryConfig, {
    DATABASE_URL: database.url('trailbook_query'),
    KAFKA_BROKERS: testParts().kafka,
    AUDIT_TOPIC: topic,
    ...eventKeyVariables('query'),
    INTERNAL_PUBLIC_KEYS: JSON.stringify(keys.publicKeys),
    PAGE_TOKEN_KEY: 'a key of specs: 0123456789abcdef0123456789abcdef',
  });
  const logger = createLogger('query', 'error');
  const app = await createService({ name: 'query', config, module: QueryModule.forRoot(config) }, logger);

  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;

  function begin(caller: Caller, url: string, { method = 'GET', headers = {}, payload = '' } = {}) {
    const identity = keys.headers(caller, { audience: 'query', method, url });
    const length = payload === '' ? {} : { 'content-length': Buffer.byteLength(payload) };
    const sent = request({ port, method, path: url, headers: { ...identity, ...headers, ...length } });
    sent.end(payload);
    return once(sent, 'response').then(([response]) => response as IncomingMessage);
  }

  async function whole(answered: Promise<IncomingMessage>): Promise<Answer> {
    const response = await answered;
    const body = await text(response);
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      text: body,
      body: parsed(body) as Answer['body'],
    };
  }

  return {
    app,
    begin: (caller, url, headers = {}) => begin(caller, url, { headers }),
    get: (caller, url, headers = {}) => whole(begin(caller, url, { headers })),
    patch: (caller, url, body) => {
      const payload = typeof body === 'string' ? body : JSON.stringify(body);
      return whole(begin(caller, url, { method: 'PATCH', headers: { 'content-type': 'application/json' }, payload }));
    },
    close: () => app.close(),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

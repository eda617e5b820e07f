import type { Caller } from '@trailbook/access';
import type { Audit, AuditList, ErrorBody } from '@trailbook/contract';
import { createLogger, createService, loadConfig } from '@trailbook/service';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { QueryConfig } from '../query.config';
import { QueryModule } from '../query.module';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  text: string;
  /** Parsed, where it is JSON; of all that may have been asked for. */
  body: AuditList & Audit & ErrorBody;
}

/** The service as it is, with requests that carry an identity as the gateway's do. */
export interface QueryUnderTest {
  app: NestFastifyApplication;
  get(caller: Caller, url: string, headers?: Record<string, string>): Promise<Answer>;
  patch(caller: Caller, url: string, body: unknown): Promise<Answer>;
  close(): Promise<void>;
}

export interface QueryParts {
  databaseUrl: string;
  brokers: string;
  topic: string;
  publicKeys: Record<string, string>;
  identity: (caller: Caller, request: { audience: string; method: string; url: string }) => Record<string, string>;
}

export async function queryUnderTest(parts: QueryParts, env: NodeJS.ProcessEnv = {}): Promise<QueryUnderTest> {
  const config = loadConfig(QueryConfig, {
    DATABASE_URL: parts.databaseUrl,
    KAFKA_BROKERS: parts.brokers,
    AUDIT_TOPIC: parts.topic,
    INTERNAL_PUBLIC_KEYS: JSON.stringify(parts.publicKeys),
    PAGE_TOKEN_KEY: 'a key of specs: 0123456789abcdef0123456789abcdef',
    ...env,
  });
  const logger = createLogger('query', 'error');
  const app = await createService({ name: 'query', config, module: QueryModule.forRoot(config) }, logger);

  async function send(method: 'GET' | 'PATCH', caller: Caller, url: string, headers: object, payload?: string) {
    const identity = parts.identity(caller, { audience: 'query', method, url });
    const {
      statusCode,
      headers: answered,
      body,
    } = await app.inject({
      method,
      url,
      headers: { ...identity, ...headers },
      payload,
    });
    return { status: statusCode, headers: answered, text: body, body: parsed(body) as Answer['body'] };
  }

  return {
    app,
    get: (caller, url, headers = {}) => send('GET', caller, url, headers),
    patch: (caller, url, body) =>
      send(
        'PATCH',
        caller,
        url,
        { 'content-type': 'application/json' },
        typeof body === 'string' ? body : JSON.stringify(body),
      ),
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

import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Caller } from '@trailbook/access';
import { createLogger, createService, loadConfig } from '@trailbook/service';
import { TrailSinkConfig } from '../trail-sink.config';
import { TrailSinkModule } from '../trail-sink.module';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the body of whatever was asked for
  body: any;
}

/** The service as it is, with requests that carry an identity as the gateway's do. */
export interface TrailSinkUnderTest {
  app: NestFastifyApplication;
  send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', caller: Caller, url: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

export interface TrailSinkParts {
  databaseUrl: string;
  brokers: string;
  topic: string;
  group: string;
  publicKeys: Record<string, string>;
  identity: (caller: Caller, request: { audience: string; method: string; url: string }) => Record<string, string>;
}

export async function trailSinkUnderTest(
  parts: TrailSinkParts,
  env: NodeJS.ProcessEnv = {},
): Promise<TrailSinkUnderTest> {
  const config = loadConfig(TrailSinkConfig, {
    DATABASE_URL: parts.databaseUrl,
    KAFKA_BROKERS: parts.brokers,
    AUDIT_TOPIC: parts.topic,
    CONSUMER_GROUP: parts.group,
    INTERNAL_PUBLIC_KEYS: JSON.stringify(parts.publicKeys),
    TRAIL_KEYS: `spec:${randomBytes(32).toString('base64')}`,
    ...env,
  });
  const app = await createService(
    {
      name: 'trail-sink',
      config,
      module: TrailSinkModule.forRoot(config),
      setup: (wired) => TrailSinkModule.setUp(wired),
    },
    createLogger('trail-sink', 'error'),
  );
  await app.startAllMicroservices();
  return {
    app,
    async send(method, caller, url, body) {
      const identity = parts.identity(caller, { audience: 'trail-sink', method, url });
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const headers = { ...identity, ...(method !== 'GET' && { 'content-type': 'application/json' }) };
      const answer = await app.inject({ method, url, headers, payload });
      return { status: answer.statusCode, headers: answer.headers, text: answer.body, body: parsed(answer.body) };
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

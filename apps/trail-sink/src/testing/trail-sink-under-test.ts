import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, createService, loadConfig } from '@trailbook/service';
import { TrailSinkConfig } from '../trail-sink.config';
import { TrailSinkModule } from '../trail-sink.module';
import { parsed, requestHeaders, type Identify, type Send } from './answer';

/** The service as it is, with requests that carry an identity as the gateway's do. */
export interface TrailSinkUnderTest {
  app: NestFastifyApplication;
  send: Send;
  close(): Promise<void>;
}

/** Starts it with what its environment says. */
export async function trailSinkUnderTest(env: NodeJS.ProcessEnv, identify: Identify): Promise<TrailSinkUnderTest> {
  const config = loadConfig(TrailSinkConfig, env);
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
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const headers = requestHeaders(identify, method, caller, url);
      const answer = await app.inject({ method, url, headers, payload });
      return { status: answer.statusCode, headers: answer.headers, text: answer.body, body: parsed(answer.body) };
    },
    close: () => app.close(),
  };
}

import type { DynamicModule, Provider, Type } from '@nestjs/common';
import { APP_FILTER, APP_PIPE, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Logger as NestPinoLogger, LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';
import { CommonConfig } from '../config/common-config';
import { ErrorFilter } from '../errors/error-filter';
import { registerHealthRoutes } from '../health/health-routes';
import { ReadinessRegistry } from '../health/readiness-registry';
import { registerJsonBody } from '../http/json-body';
import { registerRequestHooks } from '../http/request-hooks';
import { RequestsInFlight } from '../http/requests-in-flight';
import { ServiceAdapter, type HttpLimits } from '../http/service-adapter';
import { createValidationPipe } from '../http/validation';
import { QuietBootLogger } from '../logging/boot-logger';

export interface ServiceDefinition<T extends CommonConfig> {
  /** Name of the app in logs, metrics and traces. */
  name: string;
  config: T;
  module: Type | DynamicModule;
  http?: HttpLimits;
  /** Called when the app is wired and not yet listening: routes of its own, Kafka consumers (connectMicroservice). */
  setup?: (app: NestFastifyApplication) => void | Promise<void>;
}

class ServiceModule {}

/** Wires the app, initialised but not listening: what `runService` starts, and what specs inject requests into. */
export async function createService<T extends CommonConfig>(
  definition: ServiceDefinition<T>,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const adapter = new ServiceAdapter(definition.http);
  const fastify = adapter.getInstance<FastifyInstance>();
  const inFlight = new RequestsInFlight();
  registerRequestHooks(fastify, logger, inFlight);
  registerJsonBody(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(serviceModule(definition, logger, inFlight), adapter, {
    abortOnError: false,
    autoFlushLogs: false,
    bodyParser: false,
    bufferLogs: true,
  });
  app.useLogger(new QuietBootLogger(app.get(NestPinoLogger)));
  app.flushLogs();
  const readiness = app.get(ReadinessRegistry);
  registerHealthRoutes(fastify, readiness);
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    // Else the client would keep the connection, and the server wait for it to go.
    if (readiness.stopping) void reply.header('connection', 'close');
    done();
  });
  await definition.setup?.(app);
  await app.init();
  return app;
}

function serviceModule<T extends CommonConfig>(
  { config, module }: ServiceDefinition<T>,
  logger: Logger,
  inFlight: RequestsInFlight,
): DynamicModule {
  const shared: Provider[] = [
    ReadinessRegistry,
    { provide: RequestsInFlight, useValue: inFlight },
    { provide: CommonConfig, useValue: config },
    { provide: config.constructor as Type<T>, useValue: config },
  ];
  return {
    module: ServiceModule,
    global: true,
    // No routes: the request hooks already do per request what its middleware would.
    imports: [LoggerModule.forRoot({ pinoHttp: { logger }, forRoutes: [] }), module],
    providers: [
      ...shared,
      { provide: APP_FILTER, useClass: ErrorFilter },
      { provide: APP_PIPE, useFactory: createValidationPipe },
    ],
    exports: shared,
  };
}

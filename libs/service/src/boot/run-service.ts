import { setTimeout } from 'node:timers/promises';
import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CommonConfig } from '../config/common-config';
import { loadConfig } from '../config/load-config';
import type { HttpLimits } from '../http/service-adapter';
import { createLogger } from '../logging/logger';
import { logProcessWarnings } from '../logging/process-warnings';
import { startMetricsServer } from '../metrics/metrics-server';
import { logTracingFaults, startTracing } from '../tracing/tracing';
import { bootFailure } from './boot-failure';
import { createService } from './create-service';
import { stopOnSignals, stopService } from './shutdown';

export interface RunOptions<T extends CommonConfig> {
  /** Name of the app in logs, metrics and traces. */
  name: string;
  /** Class of its configuration, read from the environment; injectable everywhere under this class. */
  config: new () => T;
  module: Type | ((config: T) => Type | DynamicModule);
  http?: (config: T) => HttpLimits;
  /** Called when the app is wired and not yet listening: routes of its own, Kafka consumers (connectMicroservice). */
  setup?: (app: NestFastifyApplication, config: T) => void | Promise<void>;
}

/**
 * Runs an app until it is told to stop. Whatever keeps it from starting ends the process with one sentence on stderr
 * and exit code 1; the stack is shown with LOG_LEVEL=debug alone.
 */
export async function runService<T extends CommonConfig>(options: RunOptions<T>): Promise<void> {
  try {
    await start(options);
  } catch (error) {
    process.stderr.write(`${options.name}: ${bootFailure(error)}\n`);
    if (/^(debug|trace)$/.test(process.env.LOG_LEVEL ?? '') && error instanceof Error) {
      process.stderr.write(`${error.stack}\n`);
    }
    process.exit(1);
  }
}

async function start<T extends CommonConfig>(options: RunOptions<T>): Promise<void> {
  const config = loadConfig(options.config);
  const logger = createLogger(options.name, config.LOG_LEVEL);
  logProcessWarnings(logger);
  logTracingFaults((detail) => logger.warn({ detail }, 'tracing'));
  const tracing = startTracing(options.name, config.OTEL_EXPORTER_OTLP_ENDPOINT);
  const app = await createService(
    {
      name: options.name,
      config,
      module: isClass(options.module) ? options.module : options.module(config),
      http: options.http?.(config),
      setup: options.setup && ((wired) => options.setup?.(wired, config)),
    },
    logger,
  );
  const metrics = await startMetricsServer(config.HOST, config.METRICS_PORT);
  await app.startAllMicroservices();
  await app.listen(config.PORT, config.HOST);
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'uncaught exception');
    process.exit(1);
  });
  stopOnSignals(logger, async () => {
    await stopService(app, config.SHUTDOWN_TIMEOUT_MS, config.SHUTDOWN_DELAY_MS);
    // Spans that cannot be delivered now are not worth waiting for.
    await Promise.race([Promise.all([metrics.close(), tracing.stop()]), setTimeout(1_000)]);
  });
  logger.info({ url: await app.getUrl(), metricsUrl: metrics.url }, 'listening');
}

function isClass<T>(module: Type | ((config: T) => Type | DynamicModule)): module is Type {
  return /^class\b/.test(Function.prototype.toString.call(module));
}

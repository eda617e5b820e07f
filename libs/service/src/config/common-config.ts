import { IsIn, IsOptional, IsString } from 'class-validator';
import { IntegerVariable, UrlVariable } from './variables';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What every app reads from its environment; an app's own configuration extends it. */
export class CommonConfig {
  /** Address to listen on; containers set 0.0.0.0. */
  @IsString()
  HOST: string = '127.0.0.1';

  /** Port to listen on; 0 takes a free one. */
  @IntegerVariable(0, 65_535)
  PORT: number = 0;

  /** Port of /metrics; 0 takes a free one. */
  @IntegerVariable(0, 65_535)
  METRICS_PORT: number = 0;

  /** The least that is logged. */
  @IsIn(logLevels, { message: `must be one of ${logLevels.join(', ')}` })
  LOG_LEVEL: LogLevel = 'info';

  /** Milliseconds for which an app that is told to stop serves on, while /readyz sends callers to another instance. */
  @IntegerVariable(0, 300_000)
  SHUTDOWN_DELAY_MS: number = 5_000;

  /** Milliseconds after that for requests and consumers in flight to finish; requests have three quarters of them. */
  @IntegerVariable(0, 300_000)
  SHUTDOWN_TIMEOUT_MS: number = 8_000;

  /** Spans are exported there (OTLP over HTTP) when set. */
  @IsOptional()
  @UrlVariable('http', 'https')
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;
}

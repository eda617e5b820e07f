import { context, trace } from '@opentelemetry/api';
import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import type { LogLevel } from '../config/common-config';
import { currentRequest } from '../http/request-context';
import { redact, serializeError } from './redaction';

/**
 * No request waits for its log line, and one write serves many of them: after 8 KiB or a fifth of a second. What is
 * left is written when the process exits, and at once after a fatal line.
 */
const writtenBehind = { dest: 1, sync: false, minLength: 8_192, periodicFlush: 200 };

/** JSON lines on stdout, each with the ids of the request and trace being worked on. */
export function createLogger(
  service: string,
  level: LogLevel,
  destination: DestinationStream = pino.destination(writtenBehind),
): Logger {
  const options: LoggerOptions = {
    level,
    base: { service },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => redact(fields) as Record<string, unknown>,
    },
    serializers: { err: serializeError },
    mixin: workInHand,
  };
  return pino(options, destination);
}

function workInHand(): object {
  const active = context.active();
  const span = trace.getSpanContext(active);
  const request = currentRequest();
  return {
    ...(request && { requestId: request.requestId, ...request.logFields }),
    ...(span && { traceId: span.traceId, spanId: span.spanId }),
  };
}

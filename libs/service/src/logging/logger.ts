import { context, trace } from '@opentelemetry/api';
import { pino, type Logger } from 'pino';
import type { LogLevel } from '../config/common-config';
import { currentRequest } from '../http/request-context';
import { redact, serializeError } from './redaction';

/** JSON lines on stdout, each with the ids of the request and trace being worked on. */
export function createLogger(service: string, level: LogLevel): Logger {
  return pino({
    level,
    base: { service },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => redact(fields) as Record<string, unknown>,
    },
    serializers: { err: serializeError },
    mixin: workInHand,
  });
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

import { context, createContextKey, type Context } from '@opentelemetry/api';

/** What is known of the request (or message) being worked on; every log line carries it. */
export interface RequestContext {
  readonly requestId: string;
  /** Added to every log line of this request, such as the tenant. */
  readonly logFields: Record<string, string>;
}

const key = createContextKey('trailbook request');

/** The request being worked on, or undefined outside of one. */
export function currentRequest(): RequestContext | undefined {
  return context.active().getValue(key) as RequestContext | undefined;
}

/** Adds fields to the log lines of the present request from now on; does nothing outside of one. */
export function annotateRequest(fields: Record<string, string>): void {
  const current = currentRequest();
  if (current) Object.assign(current.logFields, fields);
}

export function withRequest(base: Context, request: RequestContext): Context {
  return base.setValue(key, request);
}

import { context, defaultTextMapGetter, ROOT_CONTEXT, trace, TraceFlags, type Context } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

const propagator = new W3CTraceContextPropagator();

/** The W3C `traceparent` of the work in hand, to be sent along; undefined outside of any. */
export function currentTraceparent(): string | undefined {
  const span = trace.getSpanContext(context.active());
  if (!span) return undefined;
  return `00-${span.traceId}-${span.spanId}-0${(span.traceFlags & TraceFlags.SAMPLED).toString(16)}`;
}

/** Runs `fn` as a continuation of the trace that a message or request brought along; a bad header is as none. */
export function withTraceparent<T>(traceparent: string | undefined, fn: () => T): T {
  return context.with(contextOfTraceparent(traceparent), fn);
}

export function contextOfTraceparent(
  traceparent: string | string[] | undefined,
  tracestate?: string | string[],
): Context {
  if (traceparent === undefined) return ROOT_CONTEXT;
  return propagator.extract(ROOT_CONTEXT, { traceparent, tracestate }, defaultTextMapGetter);
}

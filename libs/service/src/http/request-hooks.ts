import { context, SpanKind, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { observeRequest } from '../metrics/http-metrics';
import { contextOfTraceparent } from '../tracing/traceparent';
import { withRequest } from './request-context';

interface Tracked {
  active: Context;
  span: Span;
}

const tracked = new WeakMap<FastifyRequest, Tracked>();

/**
 * Gives every request its context (request id, span), one log line and one observation of its duration. Health checks
 * are left out of the log: they would be most of it.
 */
export function registerRequestHooks(fastify: FastifyInstance, logger: Logger): void {
  const tracer = trace.getTracer('trailbook');

  fastify.addHook('onRequest', (request, reply, done) => {
    const parent = contextOfTraceparent(request.headers.traceparent, request.headers.tracestate);
    const span = tracer.startSpan(
      request.method,
      { kind: SpanKind.SERVER, attributes: { 'http.request.method': request.method, 'url.path': pathOf(request) } },
      parent,
    );
    const active = withRequest(trace.setSpan(parent, span), { requestId: request.id, logFields: {} });
    tracked.set(request, { active, span });
    void reply.header('x-request-id', request.id);
    context.with(active, done);
  });

  // Body events fire in the context of the socket, not of the request: enter it again for the handler.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const entry = tracked.get(request);
    if (entry) context.with(entry.active, done);
    else done();
  });

  fastify.addHook('onResponse', (request, reply, done) => {
    finish(request, reply.statusCode, reply.elapsedTime, false, logger);
    done();
  });

  fastify.addHook('onRequestAbort', (request, done) => {
    finish(request, 499, undefined, true, logger);
    done();
  });
}

function finish(
  request: FastifyRequest,
  status: number,
  ms: number | undefined,
  aborted: boolean,
  logger: Logger,
): void {
  const entry = tracked.get(request);
  if (!entry) return;
  tracked.delete(request);
  const route = request.routeOptions.url ?? 'unknown';
  if (ms !== undefined) observeRequest(request.method, route, status, ms / 1_000);
  entry.span.updateName(`${request.method} ${route}`);
  entry.span.setAttributes({ 'http.route': route, 'http.response.status_code': status });
  if (status >= 500) entry.span.setStatus({ code: SpanStatusCode.ERROR });
  entry.span.end();
  if (route === '/healthz' || route === '/readyz') return;
  const line = {
    method: request.method,
    path: pathOf(request),
    status,
    ...(ms !== undefined && { durationMs: Math.round(ms * 10) / 10 }),
  };
  context.with(entry.active, () => {
    if (status >= 500) logger.warn(line, 'request');
    else logger.info(line, aborted ? 'request aborted by the client' : 'request');
  });
}

/** Without the query, which may hold what people search for. */
function pathOf(request: FastifyRequest): string {
  const url = request.raw.url ?? '/';
  const query = url.indexOf('?');
  return (query < 0 ? url : url.slice(0, query)).slice(0, 512);
}

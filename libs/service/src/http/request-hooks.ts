import { context, SpanKind, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { observeRequest } from '../metrics/http-metrics';
import { contextOfTraceparent } from '../tracing/traceparent';
import { withRequest } from './request-context';
import { reasonOfBreak, type RequestsInFlight } from './requests-in-flight';

interface Tracked {
  active: Context;
  span: Span;
}

const tracked = new WeakMap<FastifyRequest, Tracked>();

/**
 * Gives every request its context (request id, span), one log line and one observation of its duration. Health checks
 * are left out of the log: they would be most of it.
 */
export function registerRequestHooks(fastify: FastifyInstance, logger: Logger, inFlight: RequestsInFlight): void {
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
    inFlight.add(request, reply);
    // Also of an answer that ends without its last byte, whichever side broke it off.
    reply.raw.once('close', () => {
      inFlight.delete(request);
      const status = reasonOfBreak(request) !== undefined && reply.raw.headersSent ? reply.raw.statusCode : 499;
      finish(request, status, undefined, logger);
    });
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
    inFlight.delete(request);
    finish(request, reply.raw.statusCode, reply.elapsedTime, logger);
    done();
  });
}

/** @param ms time to the last byte of the answer; undefined where it was broken off before */
function finish(request: FastifyRequest, status: number, ms: number | undefined, logger: Logger): void {
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
  const reason = ms === undefined ? reasonOfBreak(request) : undefined;
  context.with(entry.active, () => {
    if (reason !== undefined) logger.warn({ ...line, reason }, 'request broken off');
    else if (status >= 500) logger.warn(line, 'request');
    else logger.info(line, ms === undefined ? 'request aborted by the client' : 'request');
  });
}

/** Without the query, which may hold what people search for. */
function pathOf(request: FastifyRequest): string {
  const url = request.raw.url ?? '/';
  const query = url.indexOf('?');
  return (query < 0 ? url : url.slice(0, query)).slice(0, 512);
}

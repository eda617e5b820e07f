import {
  createIdentitySigner,
  identityHeader,
  type Caller,
  type IdentitySigner,
  type Principal,
} from '@trailbook/access';
import { currentTraceparent } from '@trailbook/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Dispatcher } from 'undici';
import type { GatewayConfig } from '../gateway.config';
import type { Judgement } from '../routes/judge';
import type { Route } from '../routes/route';
import { headersToCaller, headersToService } from './headers';
import { isLostConnection, upstreamError } from './upstream-error';
import type { Upstreams, UpstreamRequest } from './upstreams';

/** From the request to the head of the answer, waiting for a connection included. */
const answerTimeoutMs = 30_000;
/** Between two pieces of an answer. A download's first row may be long in coming. */
const bodyTimeoutMs = { short: 30_000, streams: 600_000 };

/** Sends calls on to the services in the caller's name, and the answers back as they come. */
export class Forwarder {
  private readonly sign: IdentitySigner;

  constructor(
    private readonly upstreams: Upstreams,
    config: GatewayConfig,
  ) {
    this.sign = createIdentitySigner(config.INTERNAL_SIGNING_KEY, config.INTERNAL_SIGNING_KEY_ID);
  }

  /** @throws ApiError 503 or 504 when the service does not answer */
  async forward(
    route: Route,
    principal: Principal,
    judgement: Judgement,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<unknown> {
    const gone = new AbortController();
    const timer = setTimeout(() => gone.abort(timeoutError()), answerTimeoutMs);
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) gone.abort(new Error('the client has gone'));
    });
    const outgoing = this.outgoing(route, callerOf(principal, judgement, request), request, gone.signal);
    try {
      const response = await this.send(route, outgoing);
      void reply.code(response.statusCode).headers(headersToCaller(response.headers));
      return reply.send(response.body);
    } catch (error) {
      throw upstreamError(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A read whose kept connection turns out to be closed is sent once more; nothing else is ever repeated. */
  private async send(route: Route, outgoing: UpstreamRequest): Promise<Dispatcher.ResponseData> {
    try {
      return await this.upstreams.request(route.service, outgoing, route.streams);
    } catch (error) {
      if (route.method !== 'GET' || !isLostConnection(error)) throw error;
      return this.upstreams.request(route.service, outgoing, route.streams);
    }
  }

  private outgoing(route: Route, caller: Caller, request: FastifyRequest, signal: AbortSignal): UpstreamRequest {
    const url = request.raw.url ?? '/';
    const path = url.split('?', 1)[0] ?? url;
    const traceparent = currentTraceparent();
    const body = Buffer.isBuffer(request.body) && request.body.length > 0 ? request.body : undefined;
    return {
      method: route.method,
      path: url,
      body,
      signal,
      bodyTimeout: route.streams ? bodyTimeoutMs.streams : bodyTimeoutMs.short,
      headers: {
        ...headersToService(request.headers),
        [identityHeader]: this.sign(caller, { audience: route.service, method: route.method, path }),
        'x-request-id': request.id,
        ...(traceparent && { traceparent }),
      },
    };
  }
}

function callerOf(principal: Principal, judgement: Judgement, request: FastifyRequest): Caller {
  const { tenantUid, userUid, emailId, firstName, lastName, actorType, operator } = principal;
  return {
    tenantUid,
    ...judgement,
    userUid,
    emailId,
    firstName,
    lastName,
    org: principal.tenantName,
    actorType,
    requestId: request.id,
    ip: request.ip,
    userAgent: request.headers['user-agent']?.slice(0, 512),
    ...(operator && { operator }),
  };
}

function timeoutError(): Error {
  const error = new Error(`no answer within ${answerTimeoutMs} ms`);
  error.name = 'TimeoutError';
  return error;
}

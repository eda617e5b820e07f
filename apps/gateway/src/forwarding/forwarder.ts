import { identityHeader, type Principal } from '@trailbook/access';
import { currentTraceparent, markBroken } from '@trailbook/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Judgement } from '../routes/judge';
import type { Route } from '../routes/route';
import type { CallerSigner } from './caller-signer';
import { headersToCaller, headersToService } from './headers';
import type { UpstreamRequest } from './upstream';
import { upstreamError } from './upstream-error';
import type { Upstreams } from './upstreams';

/** Between two pieces of a download, whose reader may be slow. */
const streamTimeoutMs = 600_000;

/** Sends calls on to the services in the caller's name, and the answers back as they come. */
export class Forwarder {
  constructor(
    private readonly upstreams: Upstreams,
    private readonly signer: CallerSigner,
    /** From the request to the head of the answer, waiting for a connection included; and between two pieces of it. */
    private readonly answerTimeoutMs: number,
  ) {}

  /** @throws ApiError 503 or 504 when the service does not answer */
  async forward(
    route: Route,
    principal: Principal,
    judgement: Judgement,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<unknown> {
    const gone = new AbortController();
    const timer = setTimeout(() => gone.abort(timeoutError(this.answerTimeoutMs)), this.answerTimeoutMs);
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) gone.abort(new Error('the client has gone'));
    });
    const identity = this.signer.signed(route, principal, judgement, request);
    const outgoing: UpstreamRequest = {
      ...outgoingRequest(route, identity, request, gone.signal),
      bodyTimeout: route.streams ? streamTimeoutMs : this.answerTimeoutMs,
      streams: route.streams,
      repeatable: route.method === 'GET',
    };
    try {
      const response = await this.upstreams.request(route.service, outgoing);
      response.body.once('error', () => {
        if (!gone.signal.aborted) markBroken(request, `${route.service} broke its answer off`);
      });
      void reply.code(response.statusCode).headers(headersToCaller(response.headers));
      return reply.send(response.body);
    } catch (error) {
      throw upstreamError(error);
    } finally {
      clearTimeout(timer);
    }
  }
}

function outgoingRequest(
  route: Route,
  identity: string,
  request: FastifyRequest,
  signal: AbortSignal,
): UpstreamRequest {
  const traceparent = currentTraceparent();
  return {
    method: route.method,
    path: request.raw.url ?? '/',
    body: Buffer.isBuffer(request.body) && request.body.length > 0 ? request.body : undefined,
    signal,
    headers: {
      ...headersToService(request.headers),
      [identityHeader]: identity,
      'x-request-id': request.id,
      ...(traceparent && { traceparent }),
    },
  };
}

function timeoutError(milliseconds: number): Error {
  const error = new Error(`no answer within ${milliseconds} ms`);
  error.name = 'TimeoutError';
  return error;
}

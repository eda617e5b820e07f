import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { ApiError } from '../errors/api-error';
import { sendError } from '../errors/error-filter';
import { requestIdFrom } from './request-id';

export interface HttpLimits {
  /** Bytes of a request's body. */
  bodyLimit?: number;
  /** Addresses or networks of proxies whose X-Forwarded-For is believed. */
  trustedProxies?: string[];
  /** Changes the request's path before it is routed. */
  rewriteUrl?: (url: string) => string;
}

const mebibyte = 1_048_576;
/** Longer than any header Node accepts, so that a long path parameter reaches its handler instead of a bare 414. */
const maxParamLength = 16_384;

/** Fastify below Nest, with every error (router, body parser, unknown route, broken HTTP) in the one error shape. */
export class ServiceAdapter extends FastifyAdapter {
  constructor({ bodyLimit = mebibyte, trustedProxies, rewriteUrl }: HttpLimits = {}) {
    const options: FastifyServerOptions = {
      bodyLimit,
      trustProxy: trustedProxies ?? false,
      genReqId: (request) => requestIdFrom(request.headers['x-request-id']),
      rewriteUrl: rewriteUrl && ((request) => rewriteUrl(request.url ?? '/')),
      routerOptions: { maxParamLength },
      exposeHeadRoutes: false,
      // While closing, requests on kept connections are answered as usual and told to close theirs.
      return503OnClosing: false,
      keepAliveTimeout: 72_000,
      requestTimeout: 60_000,
      frameworkErrors: (_error, request, reply) =>
        sendError(ApiError.invalidRequest('path', 'The address of the request is not valid'), request, reply),
      clientErrorHandler: answerBrokenHttp,
    };
    super(options);
    const fastify = this.getInstance<FastifyInstance>();
    // An unknown address is a 404 whatever its body is, which is not even read.
    fastify.addHook('preParsing', (request, _reply, _payload, done) =>
      done(request.is404 ? ApiError.notFound('The address') : null),
    );
    fastify.server.on('checkExpectation', answerExpectation);
  }

  override setErrorHandler(): FastifyInstance {
    return this.getInstance<FastifyInstance>().setErrorHandler((error, request, reply) =>
      sendError(error, request, reply),
    );
  }

  override setNotFoundHandler(): FastifyInstance {
    return this.getInstance<FastifyInstance>().setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) =>
      sendError(ApiError.notFound('The address'), request, reply),
    );
  }
}

/** Node would answer without a body. */
function answerExpectation(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(417, { 'content-type': 'application/json; charset=utf-8' });
  response.end(
    JSON.stringify({ code: 'ExpectationFailed', message: 'The expectation of the request is not supported' }),
  );
}

/** What Node's HTTP parser refuses never becomes a request: the answer is written to the socket. */
function answerBrokenHttp(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason, code, message] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431', 'Request Header Fields Too Large', 'RequestTooLarge', 'The headers of the request are too large']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408', 'Request Timeout', 'RequestTimeout', 'The request did not arrive in time']
        : ['400', 'Bad Request', 'InvalidRequest', 'The request is not valid HTTP'];
  const body = JSON.stringify({ code, message });
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

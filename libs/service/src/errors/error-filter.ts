import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toErrorAnswer } from './error-answer';

const logger = new Logger('Errors');

/** A refused body of up to so many bytes is read to its end, and dropped. */
const mostHeardOut = 8 * 1_048_576;

const isHeardOut = ({ headers }: FastifyRequest): boolean => Number(headers['content-length']) <= mostHeardOut;

/**
 * Sends whatever was thrown in the one error shape. When the head of an answer is already out, the connection is
 * destroyed instead, so that nobody takes half an answer for a whole one.
 */
export function sendError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const answer = toErrorAnswer(thrown, request.id);
  if (answer.unexpected) logger.error({ err: thrown, status: answer.status, msg: 'unexpected error' });
  else if (answer.status >= 500) logger.warn({ err: thrown, status: answer.status, msg: 'dependency unavailable' });
  else logger.debug({ status: answer.status, code: answer.body.code, msg: answer.body.message });
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  // Headers that a handler had set describe the answer that it did not give.
  for (const name of ['content-disposition', 'content-encoding', 'content-length', 'etag']) reply.removeHeader(name);
  // Closed while its client is still sending, a connection is reset, and the answer may be lost with it.
  if (answer.status === 413 && isHeardOut(request)) reply.removeHeader('connection');
  void reply
    .status(answer.status)
    .headers(answer.headers)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(answer.body);
}

/** The one exception filter; errors outside of Nest's handlers reach `sendError` through the adapter. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw thrown;
    const http = host.switchToHttp();
    sendError(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}

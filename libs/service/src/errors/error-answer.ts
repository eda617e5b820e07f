import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { errorCodes } from '@trailbook/contract';
import { ApiError, type ErrorDetails } from './api-error';
import { fromDependency } from './dependency-errors';

/** Body of every answer with a status of 400 or more. */
export interface ErrorBody {
  code: string;
  message: string;
  details?: ErrorDetails;
  ref?: string;
}

export interface ErrorAnswer {
  status: number;
  body: ErrorBody;
  headers: Record<string, string>;
  /** A fault of ours: to be logged with its stack. */
  unexpected: boolean;
}

/** Statuses that the contract names no code for. */
const furtherCodes: Record<number, string> = { 408: 'RequestTimeout', 414: 'RequestTooLarge', 431: 'RequestTooLarge' };

const sentences: Record<number, string> = {
  400: 'The request is not valid',
  401: 'The request has no valid credentials',
  403: 'The caller is not permitted to do this in the scope asked for',
  404: 'The resource was not found',
  405: 'The method is not allowed here',
  406: 'The answer has no form that the request accepts',
  408: 'The request did not arrive in time',
  409: 'The request contradicts what exists',
  413: 'The body of the request is too large',
  414: 'The address of the request is too long',
  415: 'The content type of the body is not supported: send application/json',
  422: 'The request cannot be carried out',
  429: 'There were too many requests',
  431: 'The headers of the request are too large',
  503: 'The service is not available for the moment',
};

/** Turns anything thrown into the one error shape. `ref` leads from an answer to its log lines. */
export function toErrorAnswer(thrown: unknown, ref?: string): ErrorAnswer {
  if (thrown instanceof ApiError) return fromApiError(thrown, ref);
  if (thrown instanceof HttpException) return fromHttpException(thrown, ref);
  const status = clientStatusOf(thrown);
  if (status !== undefined) return answer(status, ref);
  const dependency = fromDependency(thrown);
  if (dependency) return fromApiError(dependency, ref);
  return {
    status: 500,
    body: { code: 'InternalError', message: 'Something went wrong that should not have', ref },
    headers: {},
    unexpected: true,
  };
}

function fromApiError(error: ApiError, ref?: string): ErrorAnswer {
  const { status, code, message, details, headers } = error;
  return { status, body: { code, message, details, ...(status >= 500 && { ref }) }, headers, unexpected: false };
}

function fromHttpException(exception: HttpException, ref?: string): ErrorAnswer {
  const status = exception.getStatus();
  const response = exception.getResponse();
  if (status >= 500 && status !== 503) return { ...answer(500, ref), unexpected: true };
  const given = typeof response === 'string' ? response : (response as { message?: unknown }).message;
  const messages = Array.isArray(given) ? given.join('; ') : given;
  // Nest's own words say no more than the status, or repeat the address, which may carry what should not be repeated.
  const usable = typeof messages === 'string' && messages !== STATUS_CODES[status] && !/^(Cannot |$)/.test(messages);
  return answer(status, ref, usable ? messages : undefined);
}

/** The status of an error of Fastify's (body parser, router) that blames the request. */
function clientStatusOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('statusCode' in thrown)) return undefined;
  const { statusCode } = thrown;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}

function answer(status: number, ref?: string, message?: string): ErrorAnswer {
  const fallback = status >= 500 ? 500 : 400;
  const code = (errorCodes as Record<number, string>)[status] ?? furtherCodes[status] ?? errorCodes[fallback];
  const text = sentences[status] ?? (status >= 500 ? 'Something went wrong' : sentences[400]!);
  return {
    status,
    body: { code, message: message ?? text, ...(status >= 500 && { ref }) },
    headers: {},
    unexpected: false,
  };
}

import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
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

const known: Record<number, [code: string, message: string]> = {
  400: ['InvalidRequest', 'The request is not valid'],
  401: ['Unauthorized', 'The request has no valid credentials'],
  403: ['OperationForbidden', 'The caller is not permitted to do this in the scope asked for'],
  404: ['ResourceNotFound', 'The resource was not found'],
  405: ['MethodNotAllowed', 'The method is not allowed here'],
  406: ['NotAcceptable', 'The answer has no form that the request accepts'],
  408: ['RequestTimeout', 'The request did not arrive in time'],
  409: ['ResourceAlreadyExists', 'The request contradicts what exists'],
  413: ['RequestTooLarge', 'The body of the request is too large'],
  414: ['RequestTooLarge', 'The address of the request is too long'],
  415: [
    'UnsupportedMediaType',
    'The body of the request has a content type that is not supported: send application/json',
  ],
  422: ['UnprocessableRequest', 'The request cannot be carried out'],
  429: ['TooManyRequests', 'There were too many requests'],
  431: ['RequestTooLarge', 'The headers of the request are too large'],
  503: ['ServiceUnavailable', 'The service is not available for the moment'],
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
  const [code, text] = known[status] ?? (status >= 500 ? ['InternalError', 'Something went wrong'] : known[400]!);
  return {
    status,
    body: { code, message: message ?? text, ...(status >= 500 && { ref }) },
    headers: {},
    unexpected: false,
  };
}

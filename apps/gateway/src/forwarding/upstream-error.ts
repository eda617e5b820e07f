import { ApiError } from '@trailbook/service';

const notInTime = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const lostConnection = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** A failed call of a service as an answer: 504 when it took too long, else 503. */
export function upstreamError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (isTimeout(error)) {
    return new ApiError(504, 'GatewayTimeout', 'The service did not answer in time', undefined, { cause: error });
  }
  return ApiError.unavailable(undefined, error);
}

/** Whether a kept connection broke, so that a request without side effects is worth a second try on a new one. */
export function isLostConnection(error: unknown): boolean {
  return lostConnection.has(codeOf(error));
}

/** Whether no connection could be made, so that nothing of the request was sent. */
export function isRefusedConnection(error: unknown): boolean {
  if (codeOf(error) === 'UND_ERR_CONNECT_TIMEOUT') return true;
  const { syscall, errors } = error as { syscall?: unknown; errors?: unknown };
  // A name that stands for several addresses fails with the errors of all of them.
  if (Array.isArray(errors)) return errors.length > 0 && errors.every(isRefusedConnection);
  return syscall === 'connect' || syscall === 'getaddrinfo';
}

/** By its name: what a signal's own time-out throws is a DOMException, which not every realm takes for an Error. */
function isTimeout(error: unknown): boolean {
  return notInTime.has(codeOf(error)) || (error as { name?: unknown } | null | undefined)?.name === 'TimeoutError';
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

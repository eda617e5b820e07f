import { ApiError } from './api-error';

// Node's codes for a peer that is away, and PostgreSQL's for a server that stops, starts, is full or cancelled a query.
const away = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);
const awayMessages = /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout)/;

/**
 * Turns what a database or socket throws into an answer where that is honest: away → 503, a value that the database
 * cannot hold → 400, a unique key taken → 409. Anything else is nobody's expectation and stays unexpected.
 */
export function fromDependency(error: unknown, depth = 0): ApiError | undefined {
  if (!(error instanceof Error) || depth > 4) return undefined;
  const { code, driverError } = error as Error & { code?: unknown; driverError?: unknown };
  if (typeof code === 'string') {
    if (away.has(code) || code.startsWith('08')) return ApiError.unavailable(undefined, error);
    if (code === '23505') return ApiError.conflict('Something with the same unique values exists already');
    if (/^22[0-9A-Z]{3}$/.test(code)) {
      return new ApiError(400, 'InvalidRequest', 'The request has a value that cannot be stored or compared');
    }
  }
  if (awayMessages.test(error.message)) return ApiError.unavailable(undefined, error);
  const inner: unknown = driverError ?? error.cause ?? (error instanceof AggregateError ? error.errors[0] : undefined);
  return fromDependency(inner, depth + 1);
}

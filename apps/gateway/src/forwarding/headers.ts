import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/**
 * The headers of a caller that reach a service. A list of what passes, not of what is stripped: nothing that services
 * trust can come from outside.
 */
const toService = [
  'accept',
  'accept-encoding',
  'accept-language',
  'content-type',
  'if-match',
  'if-none-match',
  'idempotency-key',
  'prefer',
] as const;

/** Of the connection to the service, or the gateway's own to say; cookies are never set. */
const notToCaller = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'set-cookie',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-powered-by',
  'x-request-id',
]);

export function headersToService(given: IncomingHttpHeaders): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of toService) {
    const value = given[name];
    if (typeof value === 'string') passed[name] = value;
  }
  return passed;
}

export function headersToCaller(given: IncomingHttpHeaders): OutgoingHttpHeaders {
  const passed: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && !notToCaller.has(name) && !name.startsWith('x-trailbook-')) passed[name] = value;
  }
  return passed;
}

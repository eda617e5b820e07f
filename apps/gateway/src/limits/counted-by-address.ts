import type { onRequestHookHandler } from 'fastify';
import { countRequest } from './rate-limit-headers';
import type { RateLimiter } from './rate-limiter';

/**
 * For calls without credentials: counts them by address. Before the body is read, so that whoever sends what is no
 * login is counted as well, and told how he stands.
 */
export function countedByAddress(limiter: RateLimiter): onRequestHookHandler {
  return (request, reply, done) => {
    countRequest(limiter, `address ${request.ip}`, reply);
    done();
  };
}

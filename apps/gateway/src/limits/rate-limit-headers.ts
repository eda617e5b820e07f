import { ApiError } from '@trailbook/service';
import type { FastifyReply } from 'fastify';
import type { RateLimiter } from './rate-limiter';

/**
 * Counts a request against its caller's limit and says so in the answer's headers.
 * @throws ApiError 429 when the limit is reached
 */
export function countRequest(limiter: RateLimiter, caller: string, reply: FastifyReply): void {
  const state = limiter.take(caller);
  if (!state) return;
  void reply.headers({
    'ratelimit-limit': String(state.limit),
    'ratelimit-remaining': String(state.remaining),
    'ratelimit-reset': String(state.resetSeconds),
  });
  if (!state.allowed) throw ApiError.tooMany('The caller makes too many requests', state.retryAfterSeconds);
}

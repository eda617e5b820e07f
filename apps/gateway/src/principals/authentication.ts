import type { Principal } from '@trailbook/access';
import { annotateRequest, ApiError } from '@trailbook/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { countRequest } from '../limits/rate-limit-headers';
import type { RateLimiter } from '../limits/rate-limiter';
import { credentialOf } from './credentials';
import type { PrincipalCache } from './principal-cache';

const principals = new WeakMap<FastifyRequest, Principal>();

/** The principal of a request under /v1, which has one by the time its handler runs. */
export function principalOf(request: FastifyRequest): Principal {
  const principal = principals.get(request);
  if (!principal) throw new Error('The request has not been authenticated');
  return principal;
}

/**
 * Asks identity again who a request's caller is.
 * @throws ApiError 401 where the credential is not valid any more
 */
export async function renewPrincipal(request: FastifyRequest, cache: PrincipalCache): Promise<void> {
  const credential = credentialOf(request.headers, request.protocol);
  const principal = credential && (await cache.findAnew(credential));
  if (!principal) throw ApiError.unauthorized();
  principals.set(request, principal);
}

/**
 * Answers 401 to anything under /v1 without valid credentials, before the body is read or the path is judged; only
 * /v1/auth is open. Whoever is known is then counted against his limit.
 */
export function registerAuthentication(fastify: FastifyInstance, cache: PrincipalCache, limiter: RateLimiter): void {
  // Calls `done` without a promise in between where the answer is known: the rule, and a read must not wait for it.
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!needsCredentials(request)) return done();
    const credential = credentialOf(request.headers, request.protocol);
    if (!credential) return done(ApiError.unauthorized());
    const admit = (principal: Principal | undefined) => done(admitted(principal, request, reply, limiter));
    const known = cache.peek(credential);
    if (known) admit(known.principal);
    else cache.find(credential).then(admit, done);
  });
}

function admitted(
  principal: Principal | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
  limiter: RateLimiter,
): Error | undefined {
  if (!principal) return ApiError.unauthorized();
  principals.set(request, principal);
  annotateRequest({ tenantUid: principal.tenantUid, userUid: principal.userUid });
  try {
    countRequest(limiter, `${principal.tenantUid}/${principal.userUid}`, reply);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

function needsCredentials(request: FastifyRequest): boolean {
  const path = request.routeOptions.url ?? request.raw.url ?? '';
  return /^\/v1(?:[/?]|$)/.test(path) && !/^\/v1\/auth(?:[/?]|$)/.test(path);
}

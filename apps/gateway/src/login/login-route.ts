import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { countedByAddress } from '../limits/counted-by-address';
import type { RateLimiter } from '../limits/rate-limiter';
import type { IdentityClient } from '../principals/identity-client';
import { optionalText, requiredText } from './body-text';
import { deviceOf, keepDevice } from './device-cookie';
import { loginOrigin } from './login-origin';
import { keepSession, wantsCookie } from './session-cookie';

/**
 * `POST /v1/auth/authenticate`: the one call without credentials. Its answer has a capital A, as clients expect. With
 * `setCookie=true`, as browsers ask for it, the device is known from now on; with `only` the session is kept as a cookie
 * too, and its token not shown.
 */
export function registerLogin(fastify: FastifyInstance, identity: IdentityClient, limiter: RateLimiter): void {
  fastify.post('/v1/auth/authenticate', { onRequest: countedByAddress(limiter) }, async (request, reply) => {
    const body = (request.body ?? {}) as Record<string, unknown>;
    const { token, device } = await identity.authenticate({
      emailId: requiredText(body, 'emailId'),
      password: requiredText(body, 'password'),
      org: optionalText(body, 'org'),
      ...loginOrigin(request),
      device: deviceOf(request),
      remember: wantsCookie(request) || (request.query as { setCookie?: unknown }).setCookie === 'true',
    });
    if (device !== undefined) keepDevice(device, request, reply);
    return begun(token, request, reply);
  });
}

/** The answer to a login. */
export function begun(token: string, request: FastifyRequest, reply: FastifyReply) {
  if (!wantsCookie(request)) return { Authorization: token, isMfa: false };
  keepSession(token, request, reply);
  return { Authorization: '', isMfa: false };
}

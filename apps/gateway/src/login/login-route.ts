import type { FastifyInstance } from 'fastify';
import { countedByAddress } from '../limits/counted-by-address';
import type { RateLimiter } from '../limits/rate-limiter';
import type { IdentityClient } from '../principals/identity-client';
import { optionalText, requiredText } from './body-text';
import { deviceOf, keepDevice } from './device-cookie';
import { loginOrigin } from './login-origin';

/**
 * `POST /v1/auth/authenticate`: the one call without credentials. Its answer has a capital A, as clients expect. With
 * `setCookie=true`, as browsers ask for it, the device is known from now on.
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
      remember: (request.query as { setCookie?: unknown }).setCookie === 'true',
    });
    if (device !== undefined) keepDevice(device, request, reply);
    return { Authorization: token, isMfa: false };
  });
}

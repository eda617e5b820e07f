import { ApiError } from '@trailbook/service';
import type { FastifyInstance } from 'fastify';
import { countedByAddress } from '../limits/counted-by-address';
import type { RateLimiter } from '../limits/rate-limiter';
import { requiredText } from '../login/body-text';
import { loginOrigin } from '../login/login-origin';
import { begun } from '../login/login-route';
import type { OpenIdIssuers } from './issuers';

/**
 * What the console needs to sign somebody in by an OpenID Connect issuer. The browser keeps state, nonce and PKCE
 * verifier to itself until it comes back from the issuer; the code is exchanged here, so that no token of the issuer
 * ever is in a page, and the page needs to ask nobody but this gateway.
 */
export function registerOpenId(fastify: FastifyInstance, issuers: OpenIdIssuers, limiter: RateLimiter): void {
  const onRequest = countedByAddress(limiter);
  fastify.get('/v1/auth/issuers', { onRequest }, async () => ({ items: await issuers.views() }));

  fastify.post('/v1/auth/openid', { onRequest }, async (request, reply) => {
    const body = (request.body ?? {}) as Record<string, unknown>;
    const answer = {
      callbackUrl: callbackUrlOf(requiredText(body, 'callbackUrl', 8_192)),
      state: requiredText(body, 'state'),
      nonce: requiredText(body, 'nonce'),
      codeVerifier: requiredText(body, 'codeVerifier'),
    };
    const token = await issuers.signIn(requiredText(body, 'issuer'), answer, loginOrigin(request));
    return begun(token, request, reply);
  });
}

function callbackUrlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw ApiError.invalidRequest('callbackUrl', 'callbackUrl must be the address that the issuer sent the browser to');
}

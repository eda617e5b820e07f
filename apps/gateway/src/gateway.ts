import { ReadinessRegistry } from '@trailbook/service';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { registerConsole } from './console/console-pages';
import { CallerSigner } from './forwarding/caller-signer';
import { Forwarder } from './forwarding/forwarder';
import { Upstreams } from './forwarding/upstreams';
import type { GatewayConfig } from './gateway.config';
import { RateLimiter } from './limits/rate-limiter';
import { registerKeptSessions } from './login/kept-sessions';
import { registerLogin } from './login/login-route';
import { OpenIdIssuers } from './openid/issuers';
import { registerOpenId } from './openid/openid-routes';
import { registerOpenApi } from './openapi/openapi-route';
import { registerAuthentication } from './principals/authentication';
import { IdentityClient } from './principals/identity-client';
import { PrincipalCache } from './principals/principal-cache';
import { registerRoutes } from './routes/register-routes';
import { routeTable } from './routes/route-table';
import { registerSecurityHeaders } from './security-headers';

/**
 * Puts the front door together, on Fastify itself: its calls are a table, not controllers. The order is that of every
 * request: headers, authentication and limit, judgement, body, forwarding.
 */
export function setUpGateway(app: NestFastifyApplication, config: GatewayConfig): void {
  const fastify = app.getHttpAdapter().getInstance();
  const upstreams = new Upstreams(config);
  const identity = new IdentityClient(upstreams, config);
  const limiter = new RateLimiter(config.RATE_LIMIT_PER_SECOND, config.RATE_LIMIT_BURST);
  const issuers = new OpenIdIssuers(config.OPENID_ISSUERS, identity);
  const principals = new PrincipalCache((credential) => {
    const issuer = credential.kind === 'token' ? issuers.issuerOf(credential.value) : undefined;
    return issuer ? issuers.principalOf(issuer, credential.value) : identity.principalOf(credential);
  });

  registerOpenApi(fastify, routeTable);
  registerSecurityHeaders(fastify);
  registerAuthentication(fastify, principals, limiter);
  registerKeptSessions(fastify);
  registerLogin(fastify, identity, limiter);
  registerOpenId(fastify, issuers, limiter);
  const forwarder = new Forwarder(upstreams, new CallerSigner(config), config.UPSTREAM_TIMEOUT_MS);
  registerRoutes(fastify, routeTable, forwarder, principals);
  registerConsole(fastify);

  app.get(ReadinessRegistry).add('identity', () => upstreams.assertReachable('identity'));
  fastify.addHook('onClose', () => upstreams.close());
}

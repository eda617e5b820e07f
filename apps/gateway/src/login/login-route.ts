import { ApiError } from '@trailbook/service';
import type { FastifyInstance } from 'fastify';
import { countRequest } from '../limits/rate-limit-headers';
import type { RateLimiter } from '../limits/rate-limiter';
import type { IdentityClient } from '../principals/identity-client';

/** Longer than any address, password or tenant name: no reason to hash it. */
const maxLength = 1_024;

/** `POST /v1/auth/authenticate`: the one call without credentials. Its answer has a capital A, as clients expect. */
export function registerLogin(fastify: FastifyInstance, identity: IdentityClient, limiter: RateLimiter): void {
  fastify.post('/v1/auth/authenticate', async (request, reply) => {
    countRequest(limiter, `address ${request.ip}`, reply);
    const body = (request.body ?? {}) as Record<string, unknown>;
    const token = await identity.authenticate({
      emailId: requiredText(body, 'emailId'),
      password: requiredText(body, 'password'),
      org: optionalText(body, 'org'),
      ip: request.ip,
      userAgent: request.headers['user-agent']?.slice(0, 512),
    });
    return { Authorization: token, isMfa: false };
  });
}

function requiredText(body: Record<string, unknown>, field: string): string {
  const value = optionalText(body, field);
  if (!value) throw ApiError.invalidRequest(field, `${field} is required`);
  return value;
}

function optionalText(body: Record<string, unknown>, field: string): string | undefined {
  const value = body[field];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw ApiError.invalidRequest(field, `${field} must be a string`);
  if (value.length > maxLength) throw ApiError.invalidRequest(field, `${field} is longer than ${maxLength} characters`);
  return value;
}

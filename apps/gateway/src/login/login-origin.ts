import type { FastifyRequest } from 'fastify';
import type { LoginOrigin } from '../principals/identity-client';

/** Where a login comes from, as its entry in the log says. */
export function loginOrigin(request: FastifyRequest): LoginOrigin {
  return { ip: request.ip, userAgent: request.headers['user-agent']?.slice(0, 512) };
}

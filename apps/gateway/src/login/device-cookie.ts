import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

const name = 'trailbook-device';
const keptSeconds = 180 * 24 * 60 * 60;
const longest = 128;

/**
 * The secret of the device that a login comes from, if its user logged in on it before. It lets nobody in: failed
 * logins of strangers do not delay those of a known device.
 */
export function deviceOf(request: FastifyRequest): string | undefined {
  const device = parseCookie(request.headers.cookie ?? '')[name];
  return device !== undefined && device.length <= longest ? device : undefined;
}

/** Has the browser keep the secret where no script reads it, and send it with logins alone. */
export function keepDevice(device: string, request: FastifyRequest, reply: FastifyReply): void {
  const cookie = stringifySetCookie({
    name,
    value: device,
    path: '/v1/auth',
    maxAge: keptSeconds,
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
  });
  void reply.header('set-cookie', cookie);
}

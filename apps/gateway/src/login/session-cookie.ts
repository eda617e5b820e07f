import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';

/** As long as a session. */
const keptSeconds = 12 * 60 * 60;

/**
 * The cookie's name. Over TLS browsers take one of the prefix `__Host-` from this very host alone: no site beside it, on
 * another name of the same domain, can put its own session in the place of the user's.
 */
const nameOver = (protocol: string) => (protocol === 'https' ? '__Host-trailbook-session' : 'trailbook-session');

/** What the console's requests say of themselves. A form or a link of another site cannot, nor a script of one. */
const ownHeader = 'trailbook-console';

/**
 * The session's token that a browser keeps, where the request is one of the console's own pages. A cookie is sent by the
 * browser whoever made it send a request; so the request has to have a header that no other site's page can set, and
 * must not come from elsewhere by what the browser says of it (Fetch Metadata).
 */
export function sessionOf(headers: IncomingHttpHeaders, protocol: string): string | undefined {
  if (headers.cookie === undefined || headers[ownHeader] === undefined) return undefined;
  const from = headers['sec-fetch-site'];
  if (from !== undefined && from !== 'same-origin') return undefined;
  return parseCookie(headers.cookie)[nameOver(protocol)];
}

/** Whether a request asks for its session to be kept as a cookie, and nowhere else. */
export function wantsCookie({ query }: FastifyRequest): boolean {
  return (query as { setCookie?: unknown }).setCookie === 'only';
}

/** Has the browser keep a session's token where no script reads it. */
export function keepSession(token: string, request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('set-cookie', cookieOf(token, keptSeconds, request));
}

/** Has the browser forget it. */
export function forgetSession(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('set-cookie', cookieOf('', 0, request));
}

function cookieOf(value: string, maxAge: number, { protocol }: FastifyRequest): string {
  return stringifySetCookie({
    name: nameOver(protocol),
    value,
    maxAge,
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: protocol === 'https',
  });
}

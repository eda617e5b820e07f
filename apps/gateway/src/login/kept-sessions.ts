import { text } from 'node:stream/consumers';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { credentialOf } from '../principals/credentials';
import { forgetSession, keepSession } from './session-cookie';

const password = '/v1/me/password';
const logout = '/v1/me/logout';

/**
 * Keeps browsers' cookies as identity's answers have them: a new password begins another session, whose token goes into
 * the cookie instead of the answer, and a session that has ended is forgotten.
 */
export function registerKeptSessions(fastify: FastifyInstance): void {
  // Calls `done` without a promise in between for every other answer.
  fastify.addHook('onSend', (request, reply, payload: unknown, done) => {
    const { url } = request.routeOptions;
    if ((url !== password && url !== logout) || !isCookies(request)) return done(null, payload);
    if (url === logout && (reply.statusCode === 204 || reply.statusCode === 404)) forgetSession(request, reply);
    if (url !== password || reply.statusCode !== 200) return done(null, payload);
    withoutToken(request, reply, payload as Readable).then(
      (shown) => done(null, shown),
      (error: unknown) => done(error as Error),
    );
  });
}

function isCookies({ headers, protocol }: FastifyRequest): boolean {
  return credentialOf(headers, protocol)?.isCookie === true;
}

/** Puts the token of an answer into the cookie. @returns the answer without it */
async function withoutToken(request: FastifyRequest, reply: FastifyReply, answer: Readable): Promise<string> {
  const begun = JSON.parse(await text(answer)) as { Authorization: string };
  keepSession(begun.Authorization, request, reply);
  const shown = JSON.stringify({ ...begun, Authorization: '' });
  void reply.header('content-length', Buffer.byteLength(shown));
  return shown;
}

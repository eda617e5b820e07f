import { ApiError } from '@trailbook/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Forwarder } from '../forwarding/forwarder';
import { principalOf, renewPrincipal } from '../principals/authentication';
import type { PrincipalCache } from '../principals/principal-cache';
import { judge, type Judgement } from './judge';
import type { Route } from './route';

const judgements = new WeakMap<FastifyRequest, Judgement>();

/** Opens every route of the table: judged before the body is read, then forwarded. */
export function registerRoutes(
  fastify: FastifyInstance,
  routes: readonly Route[],
  forwarder: Forwarder,
  cache: PrincipalCache,
): void {
  // A context of its own: here bodies are bytes to be passed on, whatever their type. The service judges them.
  void fastify.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    for (const route of routes) {
      scope.route({
        method: route.method,
        url: route.path.replace(/\{(\w+)\}/g, ':$1'),
        onRequest: (request, _reply, next) => {
          try {
            judgements.set(request, judgeRequest(route, request));
          } catch (refusal) {
            judgeAnew(route, request, cache, refusal).then(() => next(), next);
            return;
          }
          next();
        },
        handler: (request, reply) => {
          const judgement = judgements.get(request);
          if (!judgement) throw new Error('The request has not been judged');
          return forwarder.forward(route, principalOf(request), judgement, request, reply);
        },
      });
    }
    done();
  });
}

/**
 * What identity said may be used for seconds, but not to refuse: a project made or a role given a moment ago counts at
 * once. How often a caller can have identity asked is bounded by his request limit.
 */
async function judgeAnew(route: Route, request: FastifyRequest, cache: PrincipalCache, refusal: unknown) {
  if (!(refusal instanceof ApiError) || refusal.status !== 403) throw refusal;
  await renewPrincipal(request, cache);
  judgements.set(request, judgeRequest(route, request));
}

function judgeRequest(route: Route, request: FastifyRequest): Judgement {
  const parameters = request.params as { tenantUid?: string };
  const projectUid = request.headers.projectuid;
  const judgement = judge(
    route,
    principalOf(request),
    parameters.tenantUid,
    typeof projectUid === 'string' && projectUid ? projectUid : undefined,
  );
  // No uid has a control character, and U+0000 cannot even be looked for: it is the uid of nothing, in every service.
  if (Object.values(parameters).some((value) => /\p{Cc}/u.test(value))) throw ApiError.notFound();
  return judgement;
}

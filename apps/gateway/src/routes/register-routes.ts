import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Forwarder } from '../forwarding/forwarder';
import { principalOf } from '../principals/authentication';
import { judge, type Judgement } from './judge';
import type { Route } from './route';

const judgements = new WeakMap<FastifyRequest, Judgement>();

/** Opens every route of the table: judged before the body is read, then forwarded. */
export function registerRoutes(fastify: FastifyInstance, routes: readonly Route[], forwarder: Forwarder): void {
  // A context of its own: here bodies are bytes to be passed on, whatever their type. The service judges them.
  void fastify.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    for (const route of routes) {
      scope.route({
        method: route.method,
        url: route.path.replace(/\{(\w+)\}/g, ':$1'),
        onRequest: (request, _reply, next) => {
          judgements.set(request, judgeRequest(route, request));
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

function judgeRequest(route: Route, request: FastifyRequest): Judgement {
  const { tenantUid } = request.params as { tenantUid?: string };
  const projectUid = request.headers.projectuid;
  return judge(
    route,
    principalOf(request),
    tenantUid,
    typeof projectUid === 'string' && projectUid ? projectUid : undefined,
  );
}

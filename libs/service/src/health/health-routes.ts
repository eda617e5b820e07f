import type { FastifyInstance } from 'fastify';
import type { ReadinessRegistry } from './readiness-registry';

/** `/healthz`: the process answers. `/readyz`: so does everything that it needs, and it is not stopping. */
export function registerHealthRoutes(fastify: FastifyInstance, readiness: ReadinessRegistry): void {
  const method = ['GET', 'HEAD'];
  fastify.route({ method, url: '/healthz', handler: () => ({ status: 'ok' }) });
  fastify.route({
    method,
    url: '/readyz',
    handler: async (_request, reply) => {
      const { ready, checks } = await readiness.check();
      if (ready) return { status: 'ok', checks };
      return reply.status(503).send({ code: 'NotReady', message: 'Not ready to serve', details: { checks } });
    },
  });
}

import type { FastifyInstance } from 'fastify';
import { routeTable } from '../routes/route-table';
import { openApiDocument } from './document';

export function registerOpenApi(fastify: FastifyInstance): void {
  const text = JSON.stringify(openApiDocument(routeTable));
  fastify.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(text));
}

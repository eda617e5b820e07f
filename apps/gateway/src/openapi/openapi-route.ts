import type { FastifyInstance } from 'fastify';
import type { Route } from '../routes/route';
import { openApiDocument } from './document';

/**
 * Serves the OpenAPI document of these routes and of the public calls. From here on no call under /v1 can be opened that
 * the document does not have, so this comes before all others.
 * @throws Error that names what is not described
 */
export function registerOpenApi(fastify: FastifyInstance, routes: readonly Route[]): void {
  const document = openApiDocument(routes);
  const text = JSON.stringify(document);
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) assertDescribed(document, name, url);
  });
  fastify.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(text));
}

function assertDescribed(document: ReturnType<typeof openApiDocument>, method: string, url: string): void {
  const path = url.replace(/:(\w+)/g, '{$1}');
  if (!/^\/v1(\/|$)/.test(path)) return;
  if (document.paths[path]?.[method.toLowerCase()]) return;
  throw new Error(
    `${method} ${path} is opened and not in the OpenAPI document: describe it in apps/gateway/src/openapi`,
  );
}

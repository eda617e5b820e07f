import { existsInProject } from '@trailbook/access';
import type { Route } from '../routes/route';
import type { Operation } from './operation';
import { operationId } from './operation-id';
import { operations } from './operations';
import { publicPaths, publicSchemas } from './public-calls';
import { answerHeaders, headerRefs, json, refusalComponents, refusals, responseHeaders, words } from './responses';
import { componentSchemas, schemaRef } from './schemas';

const description = `Audit log for platforms with many tenants and projects.

- Every answer of 400 and above has a body of the schema \`ErrorBody\`.
- Keys of a body that are unknown or read-only are ignored; \`null\` is as absent.
- Texts are counted in Unicode code points; U+0000 and lone surrogates are refused.
- Times have a zone; those of answers are in UTC.`;

export interface OpenApiDocument extends Record<string, unknown> {
  /** Path → method in small letters → operation. */
  paths: Record<string, Record<string, unknown>>;
}

/**
 * The OpenAPI 3.1 document of these routes, and of the public calls.
 * @throws Error that names a route which nobody described
 */
export function openApiDocument(routes: readonly Route[]): OpenApiDocument {
  const used = new Set<string>(publicSchemas);
  const paths: OpenApiDocument['paths'] = { ...publicPaths };
  for (const route of routes) {
    const operation = described(route);
    for (const name of schemasOf(operation)) used.add(name);
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Trailbook',
      version: 'v1',
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The gateway that serves this document.' }],
    security: [{ apiKey: [] }, { session: [] }],
    tags: [
      { name: 'identity', description: 'Who may do what: tenants, projects, users, roles, API keys, sessions.' },
      { name: 'query', description: 'The log.' },
      { name: 'cluster-profiles', description: 'The example resource.' },
      { name: 'trail-sink', description: 'Where the log goes besides: audit trails and data sinks.' },
      { name: 'gateway', description: 'The gateway itself.' },
    ],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'ApiKey', description: 'An API key.' },
        session: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'The JWT of a login, bare or after `Bearer `.',
        },
      },
      parameters: {
        ProjectUid: {
          name: 'ProjectUid',
          in: 'header',
          required: false,
          description: 'Asks for project scope; tenant scope without it.',
          schema: { type: 'string' },
        },
      },
      headers: responseHeaders,
      responses: refusalComponents(),
      schemas: componentSchemas(used),
    },
  };
}

function described({ method, path }: Route): Operation {
  const operation = operations[`${method} ${path}`];
  if (!operation) throw new Error(`${method} ${path} is a route that openapi/operations.ts does not describe`);
  return operation;
}

function schemasOf({ body, answer }: Operation): string[] {
  return [...(body ? [body] : []), ...('schema' in answer ? [answer.schema] : [])];
}

function operationOf(route: Route, operation: Operation): Record<string, unknown> {
  const needs = route.needs === 'caller' ? 'Any caller may.' : `Needs the permission \`${route.needs}\`.`;
  const inProject = route.needs === 'caller' || existsInProject(route.needs);
  return {
    summary: route.summary,
    operationId: operationId(route),
    tags: [route.service],
    description: inProject ? needs : `${needs} At tenant scope only.`,
    parameters: [
      ...pathParameters(route.path),
      ...(operation.query ?? []).map((one) => ({ in: 'query', required: false, ...one })),
      ...(inProject ? [{ $ref: '#/components/parameters/ProjectUid' }] : []),
    ],
    ...(operation.body && { requestBody: { required: true, content: json(schemaRef(operation.body)) } }),
    responses: { ...success(operation), ...refusals(statusesOf(route, operation)) },
  };
}

function success({ answer, audited }: Operation): Record<string, unknown> {
  const own = 'media' in answer ? (answer.headers ?? {}) : {};
  const described = Object.entries(own).map(([name, what]) => [
    name,
    { description: what, schema: { type: 'string' } },
  ]);
  return {
    [answer.status]: {
      description: words(answer.status),
      headers: {
        ...(audited && headerRefs(['AuditUid', 'AuditNote'])),
        ...(Object.fromEntries(described) as Record<string, unknown>),
        ...answerHeaders(),
      },
      ...content(answer),
    },
  };
}

function content(answer: Operation['answer']): { content?: unknown } {
  if ('schema' in answer) return { content: json(schemaRef(answer.schema)) };
  if (!('media' in answer)) return {};
  return { content: Object.fromEntries(Object.entries(answer.media).map(([type, schema]) => [type, { schema }])) };
}

/** What a route may be refused with, whatever it is about; see `Operation.refusals`. */
function statusesOf({ method, path }: Route, { query, refusals: further = [] }: Operation): number[] {
  const hasBody = method !== 'GET';
  return [
    ...(hasBody || query ? [400] : []),
    ...[401, 403, 429, 503, 504],
    ...(path.includes('{') ? [404] : []),
    ...(hasBody ? [413, 415] : []),
    ...further,
  ];
}

function pathParameters(path: string) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    description: name === 'tenantUid' ? 'The caller’s tenant; any other does not exist for him.' : 'Uid.',
    schema: { type: 'string', minLength: 1 },
  }));
}

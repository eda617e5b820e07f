import { STATUS_CODES } from 'node:http';
import { existsInProject } from '@trailbook/access';
import type { Route } from '../routes/route';
import { operations, type Operation } from './operations';
import { componentSchemas, schemaRef } from './schemas';

const json = (schema: unknown) => ({ 'application/json': { schema } });

/** The OpenAPI 3.1 document of these routes, the login and the public calls included. */
export function openApiDocument(routes: readonly Route[]): Record<string, unknown> {
  const used = new Set(['ErrorBody', 'AuthenticateRequest', 'AuthenticateResponse']);
  const paths: Record<string, Record<string, unknown>> = {};
  paths['/v1/auth/authenticate'] = { post: login() };
  for (const route of routes) {
    const operation = operations[`${route.method} ${route.path}`] ?? {};
    for (const name of [operation.body, operation.answer]) if (name) used.add(name);
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, operation) };
  }
  paths['/healthz'] = { get: publicCall('Whether the gateway runs', [200]) };
  paths['/readyz'] = { get: publicCall('Whether the gateway can serve', [200, 503]) };
  return {
    openapi: '3.1.0',
    info: { title: 'Trailbook', version: 'v1', description: 'Audit log for platforms with many tenants and projects.' },
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'ApiKey' },
        session: { type: 'apiKey', in: 'header', name: 'Authorization', description: 'The bare JWT of a login.' },
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
      schemas: componentSchemas(used),
    },
  };
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
      ...(operation.query ?? []).map((parameter) => ({ in: 'query', required: false, ...parameter })),
      ...(inProject ? [{ $ref: '#/components/parameters/ProjectUid' }] : []),
    ],
    ...(operation.body && { requestBody: { required: true, content: json(schemaRef(operation.body)) } }),
    responses: {
      ...success(operation),
      ...refusals([401, 403, 429, 503, 504, ...tenant404(route), ...(operation.refusals ?? [])]),
    },
  };
}

function success({ status = 200, answer, answerTypes, audited }: Operation): Record<string, unknown> {
  const content = answer
    ? json(schemaRef(answer))
    : answerTypes &&
      Object.fromEntries(Object.entries(answerTypes).map(([type, description]) => [type, { schema: { description } }]));
  const headers = audited && {
    AuditUid: { description: 'Uid of the entry that this change makes in the log.', schema: { type: 'string' } },
  };
  return { [status]: { description: STATUS_CODES[status], ...(content && { content }), ...(headers && { headers }) } };
}

function refusals(statuses: readonly number[]): Record<string, unknown> {
  const sorted = [...new Set(statuses)].sort((a, b) => a - b);
  return Object.fromEntries(
    sorted.map((status) => [status, { description: STATUS_CODES[status], content: json(schemaRef('ErrorBody')) }]),
  );
}

function login(): Record<string, unknown> {
  return {
    summary: 'Log in',
    operationId: 'authenticate',
    tags: ['identity'],
    security: [],
    requestBody: { required: true, content: json(schemaRef('AuthenticateRequest')) },
    responses: {
      200: { description: 'OK', content: json(schemaRef('AuthenticateResponse')) },
      ...refusals([400, 401, 413, 415, 429, 503, 504]),
    },
  };
}

function publicCall(summary: string, statuses: readonly number[]): Record<string, unknown> {
  return {
    summary,
    security: [],
    responses: Object.fromEntries(statuses.map((status) => [status, { description: STATUS_CODES[status] }])),
  };
}

function tenant404(route: Route): number[] {
  return route.path.includes('{tenantUid}') ? [404] : [];
}

function pathParameters(path: string) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

/** `GET /v1/tenants/{tenantUid}/users/{uid}` → `getTenantsUsersByUid`. */
function operationId({ method, path }: Route): string {
  const words = path
    .replace(/^\/v1\/(tenants\/\{tenantUid\}\/)?/, (_all, tenant?: string) => (tenant ? 'tenants/' : ''))
    .split('/')
    .map((part) =>
      part.replace(/^\{(\w)(\w*)\}$/, (_whole, first: string, rest: string) => `By${first.toUpperCase()}${rest}`),
    )
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1));
  return method.toLowerCase() + words.join('');
}

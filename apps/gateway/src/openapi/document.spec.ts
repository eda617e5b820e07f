import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import Fastify from 'fastify';
import { routeTable } from '../routes/route-table';
import { openApiDocument } from './document';
import { registerOpenApi } from './openapi-route';

interface Operation {
  operationId: string;
  parameters?: { $ref?: string; in?: string; name?: string; description?: string; schema?: object }[];
  requestBody?: object;
  responses: Record<string, { $ref?: string; headers?: object; content?: object }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, object>>;
}

describe('the OpenAPI document', () => {
  const document = openApiDocument(routeTable) as unknown as Document;
  const operations = Object.entries(document.paths).flatMap(([path_, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path: path_, method, operation })),
  );

  it('is the committed one', () => {
    const file = path.resolve(__dirname, '../../../../docs/reference/openapi.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('has every call of the table, the login and the public ones', () => {
    for (const { method, path: path_ } of routeTable) {
      expect(document.paths[path_]).toHaveProperty(method.toLowerCase());
    }
    expect(operations).toHaveLength(routeTable.length + 6);
  });

  it('names every operation once', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(operations.length);
    expect(ids).toEqual(expect.arrayContaining(['getAudits', 'getAuditsByUid', 'postTenantsAuditTrailsByUidPause']));
  });

  it('declares every parameter of a path', () => {
    for (const { path: path_, operation } of operations) {
      const named = [...path_.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(named);
    }
  });

  it('says of every call what it answers, and how it refuses', () => {
    for (const { path: path_, method, operation } of operations.filter((one) => one.path.startsWith('/v1/'))) {
      const statuses = Object.keys(operation.responses);
      expect([path_, statuses.filter((status) => status < '300')]).toEqual([path_, [expect.any(String)]]);
      // The gateway knows by itself who its issuers are, and tells everybody.
      const refusals = path_ === '/v1/auth/issuers' ? ['429'] : ['401', '429', '503', '504'];
      expect([path_, statuses]).toEqual([path_, expect.arrayContaining(refusals)]);
      if (method !== 'get') expect(statuses).toEqual(expect.arrayContaining(['400', '413', '415']));
      for (const [status, answer] of Object.entries(operation.responses)) {
        if (status === '204') expect(answer.content).toBeUndefined();
        else expect([path_, status, answer.$ref ?? answer.content]).toEqual([path_, status, expect.anything()]);
      }
    }
  });

  it('refers to nothing that it does not hold, and holds nothing in vain', () => {
    const text = JSON.stringify(document);
    const referred = new Set([...text.matchAll(/"\$ref":"#\/components\/([^"]+)"/g)].map(([, to]) => to));
    const held = Object.entries(document.components).flatMap(([kind, parts]) =>
      kind === 'securitySchemes' ? [] : Object.keys(parts).map((name) => `${kind}/${name}`),
    );
    expect([...referred].sort()).toEqual(held.sort());
    expect(text).not.toMatch(/#\/definitions|tsType/);
  });

  it('has schemas of JSON Schema 2020-12, each with its description', () => {
    const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, validateFormats: false });
    ajv.addVocabulary(['components']);
    ajv.addSchema({ $id: 'document', components: document.components });
    for (const name of Object.keys(document.components.schemas ?? {})) {
      expect(() => ajv.compile({ $ref: `document#/components/schemas/${name}` })).not.toThrow();
      expect(document.components.schemas?.[name]).toHaveProperty('description');
    }
    for (const { operation } of operations) {
      for (const { $ref, description } of operation.parameters ?? []) expect($ref ?? description).toMatch(/./);
    }
  });

  it.each([
    ['a route of the table that nobody described', () => openApiDocument([{ ...routeTable[0]!, path: '/v1/new' }])],
    [
      'a call that the gateway opens itself',
      () => {
        const fastify = Fastify();
        registerOpenApi(fastify, routeTable);
        fastify.get('/page', () => 'no call of the API');
        fastify.get('/v1/auth/new', () => 'a call that is not described');
      },
    ],
  ])('does not leave out %s: the gateway does not start', (_what, start) => {
    expect(start).toThrow(/\/v1\/.*new is .*describe/);
  });
});

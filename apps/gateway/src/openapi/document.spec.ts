import { routeTable } from '../routes/route-table';
import { openApiDocument } from './document';

interface Document {
  paths: Record<string, Record<string, { operationId?: string; parameters?: { in?: string; name?: string }[] }>>;
  components: { schemas: Record<string, unknown>; parameters: Record<string, unknown> };
}

describe('the OpenAPI document', () => {
  const document = openApiDocument(routeTable) as unknown as Document;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

  it('has every call of the table, and the login', () => {
    for (const { method, path } of routeTable) expect(document.paths[path]).toHaveProperty(method.toLowerCase());
    expect(document.paths).toHaveProperty(['/v1/auth/authenticate', 'post']);
  });

  it('names every operation once', () => {
    const ids = operations.flatMap(({ operation }) => operation.operationId ?? []);
    expect(ids).toHaveLength(routeTable.length + 1);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids).toEqual(expect.arrayContaining(['getAudits', 'getAuditsByUid', 'postTenantsAuditTrailsByUidPause']));
  });

  it('declares every parameter of a path', () => {
    for (const { path, operation } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(named);
    }
  });

  it('refers to nothing that it does not hold', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    expect(refs.length).toBeGreaterThan(50);
    for (const [, kind, name] of refs) {
      expect(document.components).toHaveProperty([kind!, name!]);
    }
    expect(JSON.stringify(document)).not.toMatch(/#\/definitions|tsType/);
  });
});

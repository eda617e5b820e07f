import { operatorPermissions, permissions } from '@trailbook/access';
import { operations } from '../openapi/operations';
import { routeTable } from './route-table';

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

describe('the route table', () => {
  it('has each call once', () => {
    const names = routeTable.map(nameOf);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('opens nothing but /v1, and neither login nor what is internal', () => {
    for (const { path } of routeTable) expect(path).toMatch(/^\/v1\/(?!auth\b|internal\b)[\w{}/]+$/);
  });

  it('asks for every permission somewhere but audit.note, which the service judges', () => {
    const asked = new Set<string>(routeTable.map(({ needs }) => needs));
    const never = [...permissions, ...operatorPermissions].filter((permission) => !asked.has(permission));
    expect(never).toEqual(['audit.note']);
  });

  it.each([
    ['/v1/me', ['caller']],
    ['/v1/me/password', ['caller']],
    ['/v1/me/sessions', ['caller', 'caller']],
    ['/v1/me/sessions/{uid}', ['caller']],
    ['/v1/me/logout', ['caller']],
    ['/v1/dashboard/projects/metadata', ['caller']],
  ])('lets any caller call %s, and no other path', (path, needs) => {
    expect(routeTable.filter((route) => route.path === path).map((route) => route.needs)).toEqual(needs);
    expect(routeTable.filter((route) => route.needs === 'caller')).toHaveLength(7);
  });

  it('is described in the OpenAPI document, which describes nothing else', () => {
    const described = new Set(Object.keys(operations));
    const routes = new Set(routeTable.map(nameOf));
    expect([...described].filter((name) => !routes.has(name))).toEqual([]);
    expect([...routes].filter((name) => !described.has(name))).toEqual([]);
  });
});

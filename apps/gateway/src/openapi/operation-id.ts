import type { Route } from '../routes/route';

/** `GET /v1/tenants/{tenantUid}/users/{uid}` → `getTenantsUsersByUid`. */
export function operationId({ method, path }: Pick<Route, 'method' | 'path'>): string {
  const words = path
    .replace(/^\/v1\/(tenants\/\{tenantUid\}\/)?/, (_all, tenant?: string) => (tenant ? 'tenants/' : ''))
    .split('/')
    .map((part) =>
      part.replace(/^\{(\w)(\w*)\}$/, (_whole, first: string, rest: string) => `By${first.toUpperCase()}${rest}`),
    )
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1));
  return method.toLowerCase() + words.join('');
}

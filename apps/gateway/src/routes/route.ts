import type { Permission } from '@trailbook/access';

export type ServiceName = 'identity' | 'query' | 'trail-sink' | 'cluster-profiles';
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A call that the gateway lets through. Its path goes to the service as it came. */
export interface Route {
  method: Method;
  /** With parameters in braces; `{tenantUid}` must be the caller's tenant. */
  path: string;
  service: ServiceName;
  /**
   * What the caller needs. A permission that exists at tenant scope only makes the call one of tenant scope; `caller`
   * is anyone with valid credentials.
   */
  needs: Permission | 'caller';
  /** One line for the OpenAPI document. */
  summary: string;
  /** The answer may take any time once it has begun: a download. */
  streams?: boolean;
}

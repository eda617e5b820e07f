import { randomUUID } from 'node:crypto';
import { builtInRoles, type BuiltInRoleName, type Caller } from '@trailbook/access';

/** A caller at the scope and with the permissions of a built-in role, as the gateway would sign him. */
export function aCaller(role: BuiltInRoleName = 'Tenant Admin', wishes: Partial<Caller> = {}): Caller {
  const { scope, permissions } = builtInRoles[role];
  return {
    tenantUid: 'acme',
    scope,
    ...(scope === 'project' && { projectUid: 'project-1', projectName: 'Payments' }),
    userUid: 'user-1',
    emailId: 'ada@acme.example',
    firstName: 'Ada',
    lastName: 'Lovelace',
    permissions: [...permissions],
    actorType: 'user',
    requestId: randomUUID(),
    ip: '192.0.2.1',
    userAgent: 'a spec',
    ...wishes,
  };
}

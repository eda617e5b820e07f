import type { EntityManager } from 'typeorm';
import { builtInRole } from '../roles/built-in';
import type { User } from './user.entity';

/** Names of the roles that each of these users holds at tenant scope, by the user's uid. */
export async function tenantRoles(manager: EntityManager, users: readonly User[]): Promise<Map<string, string[]>> {
  const rows = await manager.query<{ userUid: string; roleUid: string; name: string | null }[]>(
    `SELECT binding.user_uid AS "userUid", binding.role_uid AS "roleUid", role.name
       FROM identity.role_binding binding
       LEFT JOIN identity.role role ON role.uid = binding.role_uid AND role.tenant_uid = binding.tenant_uid
      WHERE binding.user_uid = ANY($1) AND binding.project_uid IS NULL
      ORDER BY binding.uid`,
    [users.map(({ uid }) => uid)],
  );
  const names = new Map<string, string[]>(users.map(({ uid }) => [uid, []]));
  for (const { userUid, roleUid, name } of rows) {
    names.get(userUid)?.push(builtInRole(roleUid)?.name ?? name ?? roleUid);
  }
  return names;
}

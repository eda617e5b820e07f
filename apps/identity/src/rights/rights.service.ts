import { Injectable } from '@nestjs/common';
import { isPermission, type Caller } from '@trailbook/access';
import { ApiError } from '@trailbook/service';
import type { EntityManager } from 'typeorm';
import { builtInRole, tenantAdminUid } from '../roles/built-in';
import { firstMissing, rightsOf, type Rights } from './rights';

interface GrantRow {
  roleUid: string;
  projectUid: string | null;
  permissions: string[] | null;
}

/** Who may do what, from roles and bindings as they are at this moment. */
@Injectable()
export class RightsService {
  async ofUser(manager: EntityManager, tenantUid: string, userUid: string): Promise<Rights> {
    const rows = await manager.query<GrantRow[]>(
      `SELECT binding.role_uid AS "roleUid", binding.project_uid AS "projectUid", role.permissions
         FROM identity.role_binding binding
         LEFT JOIN identity.role role ON role.uid = binding.role_uid AND role.tenant_uid = binding.tenant_uid
        WHERE binding.tenant_uid = $1 AND binding.user_uid = $2`,
      [tenantUid, userUid],
    );
    return rightsOf(
      rows.map(({ roleUid, projectUid, permissions }) => ({
        projectUid,
        permissions: builtInRole(roleUid)?.permissions ?? (permissions ?? []).filter(isPermission),
      })),
    );
  }

  /**
   * Nobody gives, by whichever way, what he does not hold himself.
   * @throws ApiError 403 naming the permission that the caller lacks
   */
  async assertMayGrant(manager: EntityManager, caller: Caller, needed: Rights): Promise<void> {
    const missing = firstMissing(await this.ofUser(manager, caller.tenantUid, caller.userUid), needed);
    if (missing) throw ApiError.forbidden(`Nobody can grant what he does not hold: ${missing}`);
  }

  /**
   * Whom an issuer calls an administrator does not count: it may take that back at any time.
   * @throws ApiError 409 when the change leaves the tenant without an enabled Tenant Admin; call it after the change
   */
  async assertAdminRemains(manager: EntityManager, tenantUid: string): Promise<void> {
    const [row] = await manager.query<{ remains: boolean }[]>(
      `SELECT EXISTS (
         SELECT FROM identity.role_binding binding
           JOIN identity.user_account account ON account.uid = binding.user_uid
          WHERE binding.tenant_uid = $1 AND binding.role_uid = $2 AND binding.issuer IS NULL
            AND NOT account.disabled) AS remains`,
      [tenantUid, tenantAdminUid],
    );
    if (row?.remains !== true) throw ApiError.conflict('The last Tenant Admin cannot be removed', 'LastTenantAdmin');
  }
}

import { Injectable } from '@nestjs/common';
import { AuditTrail, type AuditCaller } from '@trailbook/producer';
import type { Page, PageQuery } from '@trailbook/service';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { nameKey } from '../database/name-key';
import { readPage } from '../database/read-page';
import { unlessTaken } from '../database/unless-taken';
import { assertGoodPassword } from '../passwords/password-rules';
import { bindingResource, bindingState, bindRole } from '../role-bindings/bind-role';
import { builtInRole, tenantAdminUid } from '../roles/built-in';
import { PasswordHasher } from '../sessions/password-hasher';
import { insertUser, stateOf, userResource } from '../users/user-content';
import type { User } from '../users/user.entity';
import type { TenantBody } from './tenant.dto';
import { Tenant } from './tenant.entity';

export interface NewTenant {
  uid: string;
  adminUid: string;
}

@Injectable()
export class TenantsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly passwords: PasswordHasher,
    private readonly audit: AuditTrail,
  ) {}

  list(query: PageQuery): Promise<Page<Tenant>> {
    return readPage(this.dataSource.manager, Tenant, {}, query);
  }

  /** Makes a tenant and its first administrator. What happened is in the new tenant's own log. */
  async create(caller: AuditCaller, { metadata, spec }: TenantBody): Promise<NewTenant> {
    assertGoodPassword('spec.admin.password', spec.admin.password, spec.admin.emailId);
    const passwordHash = await this.passwords.hash(spec.admin.password);
    return this.dataSource.transaction(async (manager) => {
      const tenant = manager.create(Tenant, { uid: uuidv7(), name: metadata.name, nameKey: nameKey(metadata.name) });
      await unlessTaken(`A tenant named ${tenant.name}`, () => manager.insert(Tenant, tenant));
      const inTenant = { ...caller, tenantUid: tenant.uid };
      await this.audit.record(manager, inTenant, {
        actionType: 'create',
        resource: { kind: 'tenant', uid: tenant.uid, name: tenant.name },
        actionMsg: `Created the tenant ${tenant.name}`,
        after: { metadata: { name: tenant.name } },
      });
      const admin = await this.createAdmin(manager, inTenant, spec.admin, passwordHash);
      return { uid: tenant.uid, adminUid: admin.uid };
    });
  }

  private async createAdmin(
    manager: EntityManager,
    caller: AuditCaller,
    person: TenantBody['spec']['admin'],
    passwordHash: string,
  ): Promise<User> {
    const user = await insertUser(manager, caller.tenantUid, person, passwordHash);
    await this.audit.record(manager, caller, {
      actionType: 'create',
      resource: userResource(user),
      actionMsg: `Created the user ${user.emailId}`,
      after: stateOf(user),
    });
    const role = builtInRole(tenantAdminUid);
    if (!role) throw new Error('There is no role Tenant Admin');
    const binding = { user, role, project: null };
    const { uid } = await bindRole(manager, binding);
    await this.audit.record(manager, caller, {
      actionType: 'create',
      resource: bindingResource(uid, binding),
      actionMsg: `Gave ${user.emailId} the role ${role.name}`,
      after: bindingState(binding),
    });
    return user;
  }
}

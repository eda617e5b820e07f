import { Injectable } from '@nestjs/common';
import { existsInProject, isPermission, type Caller } from '@trailbook/access';
import { AuditTrail, type AuditAction } from '@trailbook/producer';
import { ApiError, pageOf, pageStart, type Page, type PageQuery } from '@trailbook/service';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { nameKey } from '../database/name-key';
import { TenantTransaction } from '../database/tenant-transaction';
import { unlessTaken } from '../database/unless-taken';
import { rightsOf } from '../rights/rights';
import { RightsService } from '../rights/rights.service';
import { RoleBinding } from '../role-bindings/role-binding.entity';
import { builtIn, builtInRole, type RoleDefinition } from './built-in';
import type { RoleBody } from './role.dto';
import { CustomRole } from './role.entity';

/** Custom roles of a tenant; so few that a list of them is read as a whole. */
const MOST_ROLES = 500;

@Injectable()
export class RolesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transaction: TenantTransaction,
    private readonly rights: RightsService,
    private readonly audit: AuditTrail,
  ) {}

  /** The built-in roles, then those of the tenant. */
  async list({ tenantUid }: Caller, query: PageQuery): Promise<Page<CustomRole | RoleDefinition>> {
    const start = pageStart(query);
    const custom = await this.dataSource.manager.find(CustomRole, { where: { tenantUid }, order: { uid: 'ASC' } });
    const all = [...builtIn, ...custom];
    const from = start.afterUid === undefined ? start.offset : all.findIndex(({ uid }) => uid === start.afterUid) + 1;
    return pageOf(all.slice(from, from + start.limit + 1), all.length, start, ({ uid }) => uid);
  }

  get({ tenantUid }: Caller, uid: string): Promise<CustomRole | RoleDefinition> {
    return roleOf(this.dataSource.manager, tenantUid, uid);
  }

  async create(caller: Caller, body: RoleBody): Promise<string> {
    return this.transaction.run(caller.tenantUid, async (manager) => {
      await this.assertMayDefine(manager, caller, body);
      if ((await manager.countBy(CustomRole, { tenantUid: caller.tenantUid })) >= MOST_ROLES) {
        throw ApiError.conflict(`A tenant has at most ${MOST_ROLES} roles of its own`, 'LimitExceeded');
      }
      const role = manager.create(CustomRole, { uid: uuidv7(), tenantUid: caller.tenantUid, ...contentOf(body) });
      await unlessTaken(`A role named ${role.name}`, () => manager.insert(CustomRole, role));
      await this.record(manager, caller, 'create', role, { after: stateOf(role) });
      return role.uid;
    });
  }

  async update(caller: Caller, uid: string, body: RoleBody): Promise<void> {
    await this.transaction.run(caller.tenantUid, async (manager) => {
      const role = await customRoleOf(manager, caller.tenantUid, uid);
      await this.assertMayDefine(manager, caller, body);
      if (role.scope !== body.spec.scope && (await isBound(manager, role))) {
        throw ApiError.conflict('The scope of a role that is given to somebody cannot change', 'RoleInUse');
      }
      const before = stateOf(role);
      Object.assign(role, contentOf(body));
      await unlessTaken(`A role named ${role.name}`, () => manager.update(CustomRole, { uid }, contentOf(body)));
      await this.record(manager, caller, 'update', role, { before, after: stateOf(role) });
    });
  }

  async delete(caller: Caller, uid: string): Promise<void> {
    await this.transaction.run(caller.tenantUid, async (manager) => {
      const role = await customRoleOf(manager, caller.tenantUid, uid);
      if (await isBound(manager, role)) {
        throw ApiError.conflict('The role is given to somebody: take it away first', 'RoleInUse');
      }
      await manager.delete(CustomRole, { uid });
      await this.record(manager, caller, 'delete', role, { before: stateOf(role) });
    });
  }

  /** The maker of a role must hold it for the tenant, since its projects may be any. */
  private async assertMayDefine(manager: EntityManager, caller: Caller, { metadata, spec }: RoleBody): Promise<void> {
    if (builtIn.some(({ name }) => nameKey(name) === nameKey(metadata.name))) {
      throw ApiError.conflict(`${metadata.name} is the name of a built-in role`);
    }
    const elsewhere = spec.scope === 'project' && spec.permissions.find((permission) => !existsInProject(permission));
    if (elsewhere) {
      throw ApiError.invalidRequest('spec.permissions', `spec.permissions: ${elsewhere} exists at tenant scope only`);
    }
    await this.rights.assertMayGrant(manager, caller, rightsOf([{ permissions: spec.permissions, projectUid: null }]));
  }

  private async record(
    manager: EntityManager,
    caller: Caller,
    actionType: 'create' | 'update' | 'delete',
    { uid, name }: CustomRole,
    states: Pick<AuditAction, 'before' | 'after'>,
  ): Promise<void> {
    const done = { create: 'Created', update: 'Updated', delete: 'Deleted' }[actionType];
    const resource = { kind: 'role', uid, name };
    await this.audit.record(manager, caller, {
      actionType,
      resource,
      actionMsg: `${done} the role ${name}`,
      ...states,
    });
  }
}

/** A role of a tenant, built in or custom. @throws ApiError 404 */
export async function roleOf(
  manager: EntityManager,
  tenantUid: string,
  uid: string,
): Promise<CustomRole | RoleDefinition> {
  const role = builtInRole(uid) ?? (await manager.findOneBy(CustomRole, { tenantUid, uid }));
  if (!role) throw ApiError.notFound('The role');
  return role;
}

export function definitionOf(role: CustomRole | RoleDefinition): RoleDefinition {
  const { uid, name, scope } = role;
  return { uid, name, scope, permissions: role.permissions.filter(isPermission) };
}

async function customRoleOf(manager: EntityManager, tenantUid: string, uid: string): Promise<CustomRole> {
  if (builtInRole(uid)) throw ApiError.forbidden('A built-in role cannot be changed');
  return (await roleOf(manager, tenantUid, uid)) as CustomRole;
}

function isBound(manager: EntityManager, { tenantUid, uid }: CustomRole): Promise<boolean> {
  return manager.existsBy(RoleBinding, { tenantUid, roleUid: uid });
}

function contentOf({ metadata: { name }, spec: { scope, permissions } }: RoleBody) {
  return { name, nameKey: nameKey(name), scope, permissions: [...permissions].sort() };
}

function stateOf({ name, scope, permissions }: CustomRole) {
  return { metadata: { name }, spec: { scope, permissions } };
}

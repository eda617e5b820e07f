import { Injectable } from '@nestjs/common';
import type { Caller } from '@trailbook/access';
import { AuditTrail } from '@trailbook/producer';
import { ApiError, type Page } from '@trailbook/service';
import { DataSource, type EntityManager } from 'typeorm';
import { readPage } from '../database/read-page';
import { TenantTransaction } from '../database/tenant-transaction';
import { projectOf } from '../projects/projects.service';
import { rightsOf } from '../rights/rights';
import { RightsService } from '../rights/rights.service';
import { tenantAdminUid } from '../roles/built-in';
import { definitionOf, roleOf } from '../roles/roles.service';
import { userOf } from '../users/users.service';
import { bindingResource, bindingState, bindRole, type Binding } from './bind-role';
import type { RoleBindingBody, RoleBindingQuery } from './role-binding.dto';
import { RoleBinding } from './role-binding.entity';

@Injectable()
export class RoleBindingsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transaction: TenantTransaction,
    private readonly rights: RightsService,
    private readonly audit: AuditTrail,
  ) {}

  list({ tenantUid }: Caller, query: RoleBindingQuery): Promise<Page<RoleBinding>> {
    const { userUid, roleUid, projectUid } = query;
    return readPage(
      this.dataSource.manager,
      RoleBinding,
      { tenantUid, ...(userUid && { userUid }), ...(roleUid && { roleUid }), ...(projectUid && { projectUid }) },
      query,
    );
  }

  get({ tenantUid }: Caller, uid: string): Promise<RoleBinding> {
    return bindingOf(this.dataSource.manager, tenantUid, uid);
  }

  async create(caller: Caller, { spec }: RoleBindingBody): Promise<string> {
    return this.transaction.run(caller.tenantUid, async (manager) => {
      const binding = await named(manager, caller.tenantUid, spec.userUid, spec.roleUid, spec.projectUid ?? null);
      const { role, project } = binding;
      if (role.scope === 'project' && !project) {
        throw ApiError.invalidRequest(
          'spec.projectUid',
          `spec.projectUid is required: ${role.name} is held in a project`,
        );
      }
      if (role.scope === 'tenant' && project) {
        throw ApiError.invalidRequest('spec.projectUid', `spec.projectUid: ${role.name} is held for the whole tenant`);
      }
      const granted = rightsOf([{ permissions: role.permissions, projectUid: project?.uid ?? null }]);
      await this.rights.assertMayGrant(manager, caller, granted);
      const { uid } = await bindRole(manager, binding);
      await this.audit.record(manager, caller, {
        actionType: 'create',
        resource: bindingResource(uid, binding),
        actionMsg: `Gave ${binding.user.emailId} the role ${role.name}${project ? ` in ${project.name}` : ''}`,
        after: bindingState(binding),
      });
      return uid;
    });
  }

  async delete(caller: Caller, uid: string): Promise<void> {
    await this.transaction.run(caller.tenantUid, async (manager) => {
      const { userUid, roleUid, projectUid, issuer } = await bindingOf(manager, caller.tenantUid, uid);
      const given = await named(manager, caller.tenantUid, userUid, roleUid, projectUid);
      const binding = { ...given, issuer: issuer ?? undefined };
      await manager.delete(RoleBinding, { uid });
      if (roleUid === tenantAdminUid) await this.rights.assertAdminRemains(manager, caller.tenantUid);
      const { user, role, project } = binding;
      await this.audit.record(manager, caller, {
        actionType: 'delete',
        resource: bindingResource(uid, binding),
        actionMsg: `Took the role ${role.name}${project ? ` in ${project.name}` : ''} from ${user.emailId}`,
        before: bindingState(binding),
      });
    });
  }
}

/** @throws ApiError 404 for a binding that is not the tenant's */
async function bindingOf(manager: EntityManager, tenantUid: string, uid: string): Promise<RoleBinding> {
  const binding = await manager.findOneBy(RoleBinding, { tenantUid, uid });
  if (!binding) throw ApiError.notFound('The role binding');
  return binding;
}

async function named(
  manager: EntityManager,
  tenantUid: string,
  userUid: string,
  roleUid: string,
  projectUid: string | null,
): Promise<Binding> {
  return {
    user: await userOf(manager, tenantUid, userUid),
    role: definitionOf(await roleOf(manager, tenantUid, roleUid)),
    project: projectUid === null ? null : await projectOf(manager, tenantUid, projectUid),
  };
}

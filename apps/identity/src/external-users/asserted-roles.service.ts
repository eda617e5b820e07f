import { Injectable, Logger } from '@nestjs/common';
import { AuditTrail, serviceCaller } from '@trailbook/producer';
import type { EntityManager } from 'typeorm';
import { nameKey } from '../database/name-key';
import { Project } from '../projects/project.entity';
import { bindingResource, bindingState, bindRole, type Binding } from '../role-bindings/bind-role';
import { RoleBinding } from '../role-bindings/role-binding.entity';
import { builtIn, type RoleDefinition } from '../roles/built-in';
import { CustomRole } from '../roles/role.entity';
import { definitionOf, roleOf } from '../roles/roles.service';
import type { User } from '../users/user.entity';
import type { AssertedRole, AssertionBody } from './external-user.dto';

/** Gives users the roles that their issuer asserts, and takes those away that it does not any more. */
@Injectable()
export class AssertedRoles {
  private readonly logger = new Logger(AssertedRoles.name);

  constructor(private readonly audit: AuditTrail) {}

  /** What was given here, by people, stays as it is. Call it with the tenant locked. */
  async follow(manager: EntityManager, user: User, { issuer, roles }: AssertionBody): Promise<void> {
    const wanted = new Map<string, Binding>();
    for (const asserted of roles) {
      const binding = await this.resolve(manager, user, issuer, asserted);
      if (binding) wanted.set(keyOf(binding.role.uid, binding.project?.uid ?? null), binding);
    }
    const held = await manager.find(RoleBinding, { where: { tenantUid: user.tenantUid, userUid: user.uid } });
    for (const binding of held) {
      if (binding.issuer === null) continue;
      // What is held already needs no giving.
      if (binding.issuer === issuer && wanted.delete(keyOf(binding.roleUid, binding.projectUid))) continue;
      await this.take(manager, user, binding);
    }
    for (const binding of wanted.values()) await this.give(manager, binding);
  }

  private async resolve(
    manager: EntityManager,
    user: User,
    issuer: string,
    { role: roleNamed, project: projectNamed }: AssertedRole,
  ): Promise<Binding | undefined> {
    const role = await roleCalled(manager, user.tenantUid, roleNamed);
    const project = projectNamed === undefined ? null : await projectCalled(manager, user.tenantUid, projectNamed);
    const fits = role !== undefined && project !== undefined && (role.scope === 'project') === (project !== null);
    if (fits) return { user, role, project, issuer };
    this.logger.warn({ issuer, role: roleNamed, project: projectNamed, msg: 'an issuer’s claims give no such role' });
    return undefined;
  }

  private async give(manager: EntityManager, binding: Binding): Promise<void> {
    const { uid } = await bindRole(manager, binding);
    const { user, role, project, issuer } = binding;
    await this.audit.record(manager, serviceCaller('identity', user.tenantUid), {
      actionType: 'create',
      resource: bindingResource(uid, binding),
      actionMsg: `Gave ${user.emailId} the role ${role.name}${project ? ` in ${project.name}` : ''}, as ${issuer} says`,
      after: bindingState(binding),
    });
  }

  private async take(
    manager: EntityManager,
    user: User,
    { uid, roleUid, projectUid, issuer }: RoleBinding,
  ): Promise<void> {
    const role = definitionOf(await roleOf(manager, user.tenantUid, roleUid));
    const project = projectUid === null ? null : await manager.findOneBy(Project, { uid: projectUid });
    const binding = { user, role, project, issuer: issuer ?? undefined };
    await manager.delete(RoleBinding, { uid });
    await this.audit.record(manager, serviceCaller('identity', user.tenantUid), {
      actionType: 'delete',
      resource: bindingResource(uid, binding),
      actionMsg: `Took the role ${role.name}${project ? ` in ${project.name}` : ''} from ${user.emailId}, as ${issuer} says`,
      before: bindingState(binding),
    });
  }
}

const keyOf = (roleUid: string, projectUid: string | null) => `${roleUid} ${projectUid ?? ''}`;

/** The role of that uid, else of that name; built-in ones first. */
async function roleCalled(
  manager: EntityManager,
  tenantUid: string,
  named: string,
): Promise<RoleDefinition | undefined> {
  const key = nameKey(named);
  const own = builtIn.find(({ uid, name }) => uid === named || nameKey(name) === key);
  if (own) return own;
  const custom =
    (await manager.findOneBy(CustomRole, { tenantUid, uid: named })) ??
    (await manager.findOneBy(CustomRole, { tenantUid, nameKey: key }));
  return custom ? definitionOf(custom) : undefined;
}

/** The project of that uid, else of that name. */
async function projectCalled(manager: EntityManager, tenantUid: string, named: string): Promise<Project | undefined> {
  const project =
    (await manager.findOneBy(Project, { tenantUid, uid: named })) ??
    (await manager.findOneBy(Project, { tenantUid, nameKey: nameKey(named) }));
  return project ?? undefined;
}

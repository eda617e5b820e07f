import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { unlessTaken } from '../database/unless-taken';
import type { Project } from '../projects/project.entity';
import type { RoleDefinition } from '../roles/built-in';
import type { User } from '../users/user.entity';
import { RoleBinding } from './role-binding.entity';

/** Who holds which role where, as people name it. */
export interface Binding {
  user: User;
  role: RoleDefinition;
  project: Project | null;
  /** The OpenID Connect issuer that says so; absent for one that is given here. */
  issuer?: string;
}

/** @throws ApiError 409 where the user holds the role there already */
export async function bindRole(manager: EntityManager, { user, role, project, issuer }: Binding): Promise<RoleBinding> {
  const binding = manager.create(RoleBinding, {
    uid: uuidv7(),
    tenantUid: user.tenantUid,
    userUid: user.uid,
    roleUid: role.uid,
    projectUid: project?.uid ?? null,
    issuer: issuer ?? null,
  });
  await unlessTaken('The role binding', () => manager.insert(RoleBinding, binding));
  return binding;
}

export function bindingResource(uid: string, { user, role, project }: Binding) {
  const where = project ? ` in ${project.name}` : '';
  return { kind: 'rolebinding', uid, name: `${role.name}${where} for ${user.emailId}` };
}

export function bindingState({ user, role, project, issuer }: Binding) {
  const spec = { userUid: user.uid, emailId: user.emailId, roleUid: role.uid, role: role.name };
  return {
    spec: { ...spec, ...(project && { projectUid: project.uid, project: project.name }), ...(issuer && { issuer }) },
  };
}

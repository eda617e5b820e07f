import type { Me, Role, RoleBinding } from '@trailbook/contract';

/** `Project Viewer in Payments` */
export function roleTold({ spec }: RoleBinding, roles: readonly Role[] | undefined, me: Me | undefined): string {
  const role = roles?.find(({ metadata }) => metadata.uid === spec.roleUid)?.metadata.name ?? spec.roleUid;
  if (!spec.projectUid) return role;
  const project = me?.spec.projects.find(({ uid }) => uid === spec.projectUid)?.name ?? spec.projectUid;
  return `${role} in ${project}`;
}

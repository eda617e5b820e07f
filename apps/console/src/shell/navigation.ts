import {
  IconBook2,
  IconBrandAws,
  IconFolders,
  IconKey,
  IconServer2,
  IconShieldLock,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Scope } from '../session/scope';

export interface Place {
  path: string;
  label: string;
  icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
  needs: string;
  /** Exists for the tenant alone. */
  tenantOnly?: boolean;
}

const places: readonly Place[] = [
  { path: 'audit-logs', label: 'Audit Logs', icon: IconBook2, needs: 'audit.list' },
  { path: 'cluster-profiles', label: 'Cluster Profiles', icon: IconServer2, needs: 'clusterprofile.list' },
];
const settings: readonly Place[] = [
  { path: 'audit-trails', label: 'Audit Trails', icon: IconBrandAws, needs: 'trail.list' },
  { path: 'members', label: 'Members', icon: IconUsers, needs: 'user.list' },
  { path: 'roles', label: 'Roles', icon: IconShieldLock, needs: 'role.list' },
  { path: 'api-keys', label: 'API Keys', icon: IconKey, needs: 'apikey.list' },
  { path: 'projects', label: 'Projects', icon: IconFolders, needs: 'project.list' },
];

const open = (scope: Scope) => (place: Place) => scope.permissions.has(place.needs);

/** The pages that the caller may open in a scope, in their groups. */
export function placesOf(scope: Scope): { label: string; places: Place[] }[] {
  const groups = [{ label: scope.projectUid ? 'Project' : 'Admin', places: places.filter(open(scope)) }];
  if (!scope.projectUid) groups.push({ label: 'Admin Settings', places: settings.filter(open(scope)) });
  return groups.filter((group) => group.places.length > 0);
}

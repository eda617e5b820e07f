/** Where a call is made: for the tenant, in its first project, or in its second. */
export type Place = 'tenant' | 'first' | 'second';

/** What roles give, by where they are held. `*` stands for all of a kind. */
export type Holdings = Partial<Record<Place, readonly string[]>>;

/** A kind of caller; `unknown` is one without valid credentials. */
export interface Caller {
  name: string;
  credentials: Record<string, string>;
  tenant: 'own' | 'foreign' | 'unknown';
  holds: Holdings;
}

const existsInProject = (permission: string) => /^(audit|clusterprofile)\./.test(permission);

/** Whether a caller may do something in a place, by the contract; undefined where the place is none of his. */
export function may({ holds }: Caller, permission: string, place: Place): boolean | undefined {
  const { tenant = [] } = holds;
  if (place === 'tenant') return gives(tenant, permission);
  const everywhere = tenant.some((one) => existsInProject(one) || one === 'project.list' || one === '*');
  if (!everywhere && holds[place] === undefined) return undefined;
  return existsInProject(permission) && (gives(tenant, permission) || gives(holds[place] ?? [], permission));
}

function gives(held: readonly string[], permission: string): boolean {
  if (permission.startsWith('tenant.')) return held.includes(permission);
  const kind = permission.split('.', 1)[0] ?? '';
  return ['*', `${kind}.*`, permission].some((one) => held.includes(one));
}

/** Of the contract's roles. */
export const roles = {
  'tenant-admin': ['*'],
  'tenant-viewer': ['audit.get', 'audit.list'],
  'project-admin': ['audit.get', 'audit.list', 'audit.export', 'audit.note', 'clusterprofile.*'],
  'project-editor': ['audit.get', 'audit.list', 'audit.note', 'clusterprofile.*'],
  'project-viewer': ['audit.get', 'audit.list'],
} as const;

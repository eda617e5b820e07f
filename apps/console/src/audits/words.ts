import type { ActionType, Audit, AuditActor, SourceVerification } from '@trailbook/contract';

export const actionLabels: Record<ActionType, string> = {
  create: 'Create',
  update: 'Update',
  delete: 'Delete',
  publish: 'Publish',
  deploy: 'Deploy',
  activity: 'Activity',
  action: 'Action',
};

export const actorLabels = { user: 'Users', service: 'Services', system: 'System' } as const;

/** Who acted, in a word. */
export function actorName({ actorType, user, serviceName }: AuditActor): string {
  if (actorType === 'service') return serviceName || 'A service';
  if (actorType === 'system') return serviceName || 'System';
  return user?.emailId || user?.uid || 'A user';
}

const lateAfterMs = 3_600_000;

/** Whether an entry arrived more than an hour after it happened. */
export function isLate({ metadata }: Audit): boolean {
  const received = Date.parse(metadata.receivedTimestamp ?? '');
  return received - Date.parse(metadata.creationTimestamp) > lateAfterMs;
}

export const counted = new Intl.NumberFormat();

/** How far it is known where an entry or a note came from. */
export const verificationWords: Record<SourceVerification, string> = {
  verified: 'Verified by its signature',
  allowed: 'Allowed by its name, not signed',
  unverified: 'Not verified',
};

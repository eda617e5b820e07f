import type { ActionType, AuditEventData } from '@trailbook/contract';

type Change = NonNullable<AuditEventData['changes']>[number];

/** What happens again and again to one kind of resource. */
export interface Plot {
  kind: string;
  source: string;
  /** Of a project, or of the tenant as a whole. */
  scope: 'project' | 'tenant';
  resources: string[];
  acts: Act[];
}

export interface Act {
  actionType: ActionType;
  by: 'user' | 'service' | 'system';
  /** `{name}` stands for the resource. */
  message: string;
  details?: string;
  changes?: Change[];
  /** A note that the user gave with the action. */
  note?: string;
  /** A note that somebody puts on the entry a day later. */
  laterNote?: string;
  failure?: boolean;
}

const replaced = (path: string, before: unknown, after: unknown): Change => ({ path, before, after });

export const plots: readonly Plot[] = [
  {
    kind: 'cluster',
    source: '/services/clusters',
    scope: 'project',
    resources: ['eu-west-prod', 'eu-west-stage', 'us-east-prod', 'edge-berlin'],
    acts: [
      { actionType: 'create', by: 'user', message: 'Created the cluster {name}' },
      {
        actionType: 'update',
        by: 'user',
        message: 'Scaled the workers of {name}',
        changes: [replaced('/spec/pools/0/size', 3, 5)],
        note: 'More room for the sale next week',
      },
      {
        actionType: 'update',
        by: 'system',
        message: 'Repaired a node of {name}',
        details: 'Node worker-2 had not reported for 312 s; it was drained and replaced by worker-7.',
      },
      {
        actionType: 'deploy',
        by: 'service',
        message: 'Deployed the profile base to {name}',
        details: 'Packs: 14, changed: 2, failed: 0',
      },
      {
        actionType: 'delete',
        by: 'user',
        message: 'Deleted the cluster {name}',
        laterNote: 'Agreed with the owners, ticket OPS-1182',
      },
    ],
  },
  {
    kind: 'clusterprofile',
    source: '/services/cluster-profiles',
    scope: 'project',
    resources: ['base', 'observability', 'ingress-hardened'],
    acts: [
      {
        actionType: 'update',
        by: 'user',
        message: 'Updated the cluster profile {name}',
        changes: [
          replaced('/spec/packs/2/version', '1.31.4', '1.32.0'),
          replaced('/spec/packs/2/values/replicas', 2, 3),
        ],
        laterNote: 'Raised after the incident of last Tuesday',
      },
      {
        actionType: 'publish',
        by: 'user',
        message: 'Published the cluster profile {name}',
        note: 'Reviewed by the platform team',
      },
      { actionType: 'create', by: 'user', message: 'Created the cluster profile {name}' },
    ],
  },
  {
    kind: 'application',
    source: '/services/deployments',
    scope: 'project',
    resources: ['checkout', 'catalogue', 'search', 'notifications'],
    acts: [
      {
        actionType: 'deploy',
        by: 'service',
        message: 'Deployed {name}',
        details: 'Image 2026.11.3 on 12 pods, rolled out in 94 s',
      },
      {
        actionType: 'deploy',
        by: 'service',
        message: 'The deployment of {name} failed',
        details: 'Image pull timed out three times',
        failure: true,
      },
      { actionType: 'action', by: 'user', message: 'Restarted {name}' },
      {
        actionType: 'update',
        by: 'user',
        message: 'Changed the limits of {name}',
        changes: [replaced('/spec/limits/memory', '512Mi', '768Mi')],
      },
    ],
  },
  {
    kind: 'backup',
    source: '/controllers/backup',
    scope: 'project',
    resources: ['orders-nightly', 'sessions-hourly'],
    acts: [
      {
        actionType: 'activity',
        by: 'system',
        message: 'Made the backup {name}',
        details: '18.4 GB in 212 s, verified',
      },
      { actionType: 'action', by: 'user', message: 'Restored the backup {name} into a new namespace' },
    ],
  },
  {
    kind: 'cloudaccount',
    source: '/services/cloud-accounts',
    scope: 'tenant',
    resources: ['aws-production', 'azure-labs'],
    acts: [
      { actionType: 'create', by: 'user', message: 'Added the cloud account {name}' },
      { actionType: 'activity', by: 'service', message: 'Validated the cloud account {name}' },
      { actionType: 'update', by: 'user', message: 'Renewed the credentials of {name}', note: 'Quarterly rotation' },
    ],
  },
  {
    kind: 'registry',
    source: '/services/registries',
    scope: 'tenant',
    resources: ['internal-helm', 'vendor-oci'],
    acts: [
      {
        actionType: 'activity',
        by: 'system',
        message: 'Synchronised the registry {name}',
        details: '212 charts, 3 new, none removed',
      },
      {
        actionType: 'update',
        by: 'user',
        message: 'Changed the registry {name}',
        changes: [replaced('/spec/insecureSkipVerify', true, false)],
      },
      { actionType: 'delete', by: 'user', message: 'Removed the registry {name}' },
    ],
  },
  {
    kind: 'certificate',
    source: '/controllers/certificates',
    scope: 'tenant',
    resources: ['*.acme.example', 'internal-ca'],
    acts: [
      { actionType: 'publish', by: 'system', message: 'Rotated the certificate {name}', details: 'Valid for 90 days' },
      { actionType: 'activity', by: 'service', message: 'The certificate {name} ends within 14 days' },
    ],
  },
];

import { secretMask } from './cloudwatch-spec';
import { FilterHistory } from './filter-history';
import { splunkView } from './splunk-spec';
import { isEmptyFilter } from './trail-filter';
import type { TrailEntity } from './trail.entity';
import { isSplunk, type CloudWatchSettings } from './trail-settings';

/** The sink as REST shows it: every secret is masked, whatever its length. */
export function cloudWatchView({ group, region, partition, stream, credentials }: CloudWatchSettings) {
  return { group, region, stream, credentials: { ...credentialsView(credentials), partition } };
}

function credentialsView(credentials: CloudWatchSettings['credentials']) {
  const { credentialType, policyARNs } = credentials;
  if (credentialType === 'sts') {
    return { credentialType, policyARNs, sts: { arn: credentials.arn, externalId: credentials.externalId } };
  }
  if (credentialType === 'pod-identity') {
    const { roleArn, permissionBoundaryArn } = credentials;
    return {
      credentialType,
      policyARNs,
      podIdentity: { roleArn, ...(permissionBoundaryArn && { permissionBoundaryArn }) },
    };
  }
  const token = credentials.hasToken ? { secretToken: secretMask } : {};
  return { credentialType, policyARNs, accessKey: credentials.accessKey, secretKey: secretMask, ...token };
}

/** What delivery knows of a trail, for people. */
export interface TrailCondition {
  parkedAt: Date | null;
}

export function trailView(trail: TrailEntity, condition?: TrailCondition) {
  const { uid, name, createdAt, updatedAt, settings, configUid, state } = trail;
  return {
    metadata: {
      uid,
      name,
      creationTimestamp: createdAt.toISOString(),
      lastModifiedTimestamp: updatedAt.toISOString(),
    },
    spec: specView(trail),
    status: {
      state: state === 'active' && condition?.parkedAt ? 'parked' : state,
      origin: configUid === null ? 'trails' : 'dataSinks',
      stream: isSplunk(settings) ? undefined : settings.streamName,
    },
  };
}

/** What the audit log shows of a trail. */
export function auditedTrail(trail: TrailEntity) {
  return { metadata: { name: trail.name }, spec: specView(trail) };
}

function specView({ type, settings, filters }: TrailEntity) {
  const filter = new FilterHistory(filters).present;
  const sink = isSplunk(settings) ? { splunk: splunkView(settings) } : { cloudWatch: cloudWatchView(settings) };
  return { type, ...sink, ...(!isEmptyFilter(filter) && { filter }) };
}

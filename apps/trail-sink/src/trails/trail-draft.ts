import { ApiError } from '@trailbook/service';
import type { CloudWatchSpec } from './cloudwatch-spec';
import type { TrailFilter } from './trail-filter';
import {
  isSplunk,
  streamNameFor,
  type CloudWatchSettings,
  type TrailSecrets,
  type TrailSettings,
} from './trail-settings';

/** A trail as it would be saved. */
export interface TrailDraft {
  readonly name: string;
  readonly settings: TrailSettings;
  readonly secrets: TrailSecrets;
  readonly filter?: TrailFilter;
}

/** One that delivers to CloudWatch. */
export interface CloudWatchDraft extends TrailDraft {
  readonly settings: CloudWatchSettings;
}

export interface DraftContext {
  readonly name: string;
  /** What is saved now, whose secrets stay where the request says so. */
  readonly saved?: { readonly settings: TrailSettings; readonly secrets: TrailSecrets };
  /** The external id for a role. */
  readonly externalId: string;
  /** Where the spec stands in the request, for errors. */
  readonly path: string;
}

/** @throws ApiError 400 where a secret is to stay that there isn't */
export function draftOf(spec: CloudWatchSpec, { name, saved, externalId, path }: DraftContext): CloudWatchDraft {
  const { group, region, partition, stream } = spec;
  const before = saved && !isSplunk(saved.settings) ? saved.settings : undefined;
  const keptName = stream === '' && before?.stream === '' ? before.streamName : undefined;
  const streamName = keptName ?? (stream === '' ? streamNameFor(name) : stream);
  const target = { group, region, partition, stream, streamName };
  const policyARNs = [...spec.credentials.policyARNs];
  if (spec.credentials.credentialType === 'sts') {
    const { credentialType, arn } = spec.credentials;
    return { name, settings: { ...target, credentials: { credentialType, policyARNs, arn, externalId } }, secrets: {} };
  }
  if (spec.credentials.credentialType === 'pod-identity') {
    const { credentialType, roleArn, permissionBoundaryArn } = spec.credentials;
    const credentials = { credentialType, policyARNs, roleArn, externalId, permissionBoundaryArn };
    return { name, settings: { ...target, credentials }, secrets: {} };
  }
  const { credentialType, accessKey } = spec.credentials;
  const secretKey = spec.credentials.secretKey ?? saved?.secrets.secretKey;
  if (secretKey === undefined) {
    throw ApiError.invalidRequest(`${path}.credentials.secretKey`, `${path}.credentials.secretKey is required`);
  }
  const secretToken =
    spec.credentials.secretToken === undefined ? saved?.secrets.secretToken : spec.credentials.secretToken;
  const credentials = { credentialType, policyARNs, accessKey, hasToken: Boolean(secretToken) };
  return { name, settings: { ...target, credentials }, secrets: { secretKey, ...(secretToken && { secretToken }) } };
}

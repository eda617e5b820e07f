import path from 'node:path';
import type { PublishingApp } from '@trailbook/contract';
import { publicKeysOf } from '@trailbook/local';
import { urlFor } from '../parts/database';
import type { Backing } from '../parts/backing';
import type { Secrets } from '../folder/secrets';
import type { Settings } from '../settings';
import { App } from './app';

/** The apps that run all the time, in the order in which they stop: who is asked stops before who answers. */
export const appNames = ['gateway', 'query', 'identity', 'cluster-profiles', 'trail-sink', 'ingest'] as const;
export type AppName = (typeof appNames)[number];

export const appPorts = appNames.flatMap((name) => [name, `${name}-metrics`] as const);
export type AppPorts = Record<(typeof appPorts)[number], number>;

type Environment = Record<string, string>;

/** Keys go into the environment in one line. */
const oneLine = (pem: string) => Buffer.from(pem).toString('base64');

/** The environment of each app: every one gets its own secrets and nobody else's. */
function environments(
  settings: Settings,
  secrets: Secrets,
  backing: Backing,
  ports: AppPorts,
): Record<AppName, Environment> {
  const url = (name: AppName) => `http://127.0.0.1:${ports[name]}`;
  const database = (role: string) => urlFor(role, secrets.databasePasswords[role] ?? '', backing.databaseUrl);
  const kafka = { KAFKA_BROKERS: backing.brokers };
  const publicKeys = { [secrets.internalKeyId]: oneLine(secrets.internalPublicKey) };
  const behindGateway = { INTERNAL_PUBLIC_KEYS: JSON.stringify(publicKeys) };
  const signing = (app: PublishingApp) => ({ EVENT_SIGNING_KEY: secrets.eventKeys[app].signingKey });
  const verifying = { EVENT_PUBLIC_KEYS: publicKeysOf(secrets.eventKeys) };
  const firstAdministrator = {
    BOOTSTRAP_TENANT_NAME: 'default',
    BOOTSTRAP_ADMIN_EMAIL: secrets.administrator.email,
    BOOTSTRAP_ADMIN_PASSWORD: secrets.administrator.password,
  };
  return {
    gateway: {
      IDENTITY_URL: url('identity'),
      QUERY_URL: url('query'),
      TRAIL_SINK_URL: url('trail-sink'),
      CLUSTER_PROFILES_URL: url('cluster-profiles'),
      INTERNAL_SIGNING_KEY: oneLine(secrets.internalSigningKey),
      INTERNAL_SIGNING_KEY_ID: secrets.internalKeyId,
    },
    query: {
      ...kafka,
      ...behindGateway,
      ...signing('query'),
      DATABASE_URL: database('trailbook_query'),
      PAGE_TOKEN_KEY: secrets.pageTokenKey,
    },
    identity: {
      ...kafka,
      ...behindGateway,
      ...signing('identity'),
      DATABASE_URL: database('trailbook_identity'),
      TOKEN_SIGNING_KEY: oneLine(secrets.tokenSigningKey),
      OPERATOR_API_KEY: secrets.operatorApiKey,
      ...(settings.demo ? {} : firstAdministrator),
    },
    'cluster-profiles': {
      ...kafka,
      ...behindGateway,
      ...signing('cluster-profiles'),
      DATABASE_URL: database('trailbook_cluster_profiles'),
    },
    'trail-sink': {
      ...kafka,
      ...behindGateway,
      ...signing('trail-sink'),
      ...verifying,
      DATABASE_URL: database('trailbook_sink'),
      TRAIL_KEYS: secrets.trailKeys,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: backing.aws.cloudwatch,
      AWS_ENDPOINT_URL_STS: backing.aws.sts,
      AWS_ACCESS_KEY_ID: backing.aws.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: backing.aws.credentials.secretAccessKey,
      AWS_REGION: backing.aws.credentials.region,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    ingest: {
      ...kafka,
      ...signing('ingest'),
      ...verifying,
      DATABASE_URL: database('trailbook_ingest'),
      PARTITIONS_DATABASE_URL: database('trailbook_partitions'),
    },
  };
}

/** Every app, ready to be started. */
export function layOutApps(settings: Settings, secrets: Secrets, backing: Backing, ports: AppPorts): App[] {
  const environment = environments(settings, secrets, backing, ports);
  return appNames.map(
    (name) =>
      new App({
        name,
        port: ports[name],
        metricsPort: ports[`${name}-metrics`],
        logFile: path.join(settings.folder, 'logs', `${name}.log`),
        env: environment[name],
      }),
  );
}

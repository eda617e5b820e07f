import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Part } from '@trailbook/local';
import { writeJson } from './folder/json-file';
import type { App } from './apps/app';
import type { Backing } from './parts/backing';
import type { Residents } from './demo/residents';

/** What is written down about a running system, for people and scripts. Holds passwords: for its owner alone. */
export interface Endpoints extends Residents {
  gateway: string;
  kafka: string;
  /** As administrator. */
  database: string;
  cloudwatch: string;
  sts: string;
  aws: Backing['aws']['credentials'];
  /** Where each app counts. */
  metrics: Record<string, string>;
  pids: Record<string, number>;
}

const fileIn = (folder: string) => path.join(folder, 'endpoints.json');

/** Describes the system as it runs at this moment. */
export function endpointsOf(backing: Backing, apps: App[], residents: Residents): Endpoints {
  const running: Part[] = [...backing.parts, ...apps];
  return {
    gateway: apps.find(({ name }) => name === 'gateway')?.url ?? '',
    kafka: backing.brokers,
    database: backing.databaseUrl,
    cloudwatch: backing.aws.cloudwatch,
    sts: backing.aws.sts,
    aws: backing.aws.credentials,
    metrics: Object.fromEntries(apps.map((app) => [app.name, app.metricsUrl])),
    pids: Object.fromEntries(running.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid]]))),
    ...residents,
  };
}

/** Complete before it appears. */
export const publishEndpoints = (folder: string, endpoints: Endpoints) => writeJson(fileIn(folder), endpoints);

/** A file that is there says that a system runs. */
export const withdrawEndpoints = (folder: string) => rm(fileIn(folder), { force: true });

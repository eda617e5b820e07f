import path from 'node:path';
import {
  AwsStandIn,
  checkPrerequisites,
  kafkaJars,
  KafkaServer,
  motoEnvironment,
  PostgresServer,
  standInCredentials,
  type Part,
  type Progress,
} from '@trailbook/local';
import type { Secrets } from '../folder/secrets';
import type { Settings } from '../settings';
import { databaseNamed } from './database';

/** What the apps stand on: each either started here or given by the environment. */
export interface Backing {
  /** Comma separated, as Kafka's clients take them. */
  brokers: string;
  /** An administrator's URL of Trailbook's database. */
  databaseUrl: string;
  aws: AwsAccess;
  /** Those started here. */
  parts: Part[];
  /** To be called when the parts are up: makes the database where the server is ours. */
  finish(): Promise<void>;
}

export interface AwsAccess {
  cloudwatch: string;
  sts: string;
  credentials: { accessKeyId: string; secretAccessKey: string; region: string; roleArn: string };
}

export const backingPorts = ['kafka', 'kafkaController', 'postgres', 'aws'] as const;
export type BackingPorts = Record<(typeof backingPorts)[number], number>;

const database = 'trailbook';

/** AWS as the environment knows it, for those who brought their own endpoints. */
function credentialsOf(env: NodeJS.ProcessEnv): AwsAccess['credentials'] {
  return {
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? standInCredentials.accessKeyId,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? standInCredentials.secretAccessKey,
    region: env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? standInCredentials.region,
    roleArn: env.TRAILBOOK_AWS_ROLE_ARN ?? standInCredentials.roleArn,
  };
}

/**
 * Fetches what is missing and lays out the parts; nothing is running yet.
 * @throws LocalFault naming what this machine lacks
 */
export async function layOutBacking(
  settings: Settings,
  secrets: Secrets,
  ports: BackingPorts,
  progress: Progress,
): Promise<Backing> {
  const ownAws = !settings.aws.cloudwatch || !settings.aws.sts;
  const wanted = { kafka: !settings.kafkaBrokers, postgres: !settings.databaseUrl, aws: ownAws };
  await checkPrerequisites(wanted);
  const [jars, environment] = await Promise.all([
    wanted.kafka ? kafkaJars(progress) : undefined,
    wanted.aws ? motoEnvironment(progress) : undefined,
  ]);
  const of = (name: string) => ({
    folder: path.join(settings.folder, name),
    logFile: path.join(settings.folder, 'logs', `${name}.log`),
  });
  const kafka = jars
    ? new KafkaServer({ ...of('kafka'), port: ports.kafka, controllerPort: ports.kafkaController, jars })
    : undefined;
  const { sharedBuffers } = settings;
  const postgres = wanted.postgres
    ? new PostgresServer({
        ...of('postgres'),
        port: ports.postgres,
        password: secrets.administratorPassword,
        settings: sharedBuffers === undefined ? {} : { shared_buffers: sharedBuffers },
      })
    : undefined;
  const aws = environment ? new AwsStandIn({ ...of('aws'), port: ports.aws, environment }) : undefined;
  const standIn = aws?.url ?? '';
  return {
    brokers: settings.kafkaBrokers ?? (kafka?.brokers as string),
    databaseUrl: settings.databaseUrl ?? (postgres?.url(database) as string),
    aws: {
      cloudwatch: settings.aws.cloudwatch ?? standIn,
      sts: settings.aws.sts ?? standIn,
      credentials: aws ? standInCredentials : credentialsOf(process.env),
    },
    parts: [postgres, kafka, aws].filter((part) => part !== undefined),
    finish: () => (postgres ? databaseNamed(database, postgres.url()) : Promise.resolve()),
  };
}

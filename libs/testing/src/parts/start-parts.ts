import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  AwsStandIn,
  checkPrerequisites,
  freePort,
  kafkaJars,
  KafkaServer,
  motoEnvironment,
  PostgresServer,
  standInCredentials,
  type Part,
} from '@trailbook/local';
import { databaseRoles } from '../database/roles';
import { brokerCertificate } from '../kafka/broker-certificate';
import type { TestParts } from './test-parts';

export interface RunningParts {
  parts: TestParts;
  stop(): Promise<void>;
}

const password = () => randomBytes(18).toString('base64url');

/** Starts Kafka, PostgreSQL and the AWS stand-in, new and empty, on free ports. */
export async function startParts(progress: (line: string) => void): Promise<RunningParts> {
  await checkPrerequisites({ kafka: true, postgres: true, aws: true });
  const [jars, environment] = await Promise.all([kafkaJars(progress), motoEnvironment(progress)]);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trailbook-test-'));
  await chmod(folder, 0o711);
  const of = (name: string) => ({ folder: path.join(folder, name), logFile: path.join(folder, `${name}.log`) });
  const { certificate, ...keyStore } = await brokerCertificate(folder);
  const secured = { ...keyStore, port: await freePort(), username: 'trailbook', password: password() };
  const [port, controllerPort] = [await freePort(), await freePort()];
  const kafka = new KafkaServer({ ...of('kafka'), port, controllerPort, secured, jars });
  const postgres = new PostgresServer({
    ...of('postgres'),
    port: await freePort(),
    password: password(),
    // Specs kill processes, not machines; and each of them makes a database.
    settings: { fsync: 'off', max_connections: 300 },
  });
  const aws = new AwsStandIn({ ...of('aws'), port: await freePort(), environment });
  const all: Part[] = [kafka, postgres, aws];
  const stop = async () => {
    await Promise.all(all.map((part) => part.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(all.map((part) => part.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  const pid = (part: Part) => part.pid as number;
  const parts = {
    kafka: kafka.brokers,
    securedKafka: {
      ...{ brokers: `127.0.0.1:${secured.port}`, certificate },
      ...{ username: secured.username, password: secured.password },
    },
    database: postgres.url(),
    databasePasswords: Object.fromEntries(databaseRoles.map((role) => [role, password()])),
    aws: { url: aws.url, ...standInCredentials },
    pids: { kafka: pid(kafka), postgres: pid(postgres), aws: pid(aws) },
  };
  return { parts, stop };
}

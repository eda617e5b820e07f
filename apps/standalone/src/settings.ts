import path from 'node:path';
import { LocalFault } from '@trailbook/local';

/** Where an AWS call goes that is not left to the stand-in of this machine. */
export interface AwsEndpoints {
  cloudwatch?: string;
  sts?: string;
}

/** What the environment says about this start. */
export interface Settings {
  /** The gateway's port; 0 takes a free one. */
  port: number;
  /** Absolute path of the folder for all data and logs. */
  folder: string;
  /** Another Kafka; none is started then. */
  kafkaBrokers?: string;
  /** Another PostgreSQL, as an administrator; none is started then. */
  databaseUrl?: string;
  /** `shared_buffers` of the PostgreSQL that is started, as PostgreSQL writes sizes; undefined: what suits a laptop. */
  sharedBuffers?: string;
  aws: AwsEndpoints;
  demo: boolean;
}

const given = (value: string | undefined) => (value?.trim() ? value.trim() : undefined);

function portOf(value: string | undefined): number {
  const text = given(value) ?? '8080';
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new LocalFault(`TRAILBOOK_PORT is a port from 1 to 65535, or 0 for a free one, and not ${text}.`);
}

function urlOf(name: string, value: string | undefined, ...protocols: string[]): string | undefined {
  const text = given(value);
  if (text === undefined) return undefined;
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
    throw new LocalFault(
      `${name} has to be a URL that starts with ${protocols.map((one) => `${one}//`).join(' or ')}.`,
    );
  }
  return text;
}

function sizeOf(name: string, value: string | undefined): string | undefined {
  const text = given(value);
  if (text === undefined || /^[1-9]\d{0,5}(MB|GB)$/.test(text)) return text;
  throw new LocalFault(`${name} is a size such as 512MB or 4GB, and not ${text}.`);
}

/** @throws LocalFault with one sentence about the first wrong variable */
export function readSettings(env: NodeJS.ProcessEnv, cwd: string): Settings {
  const aws = (name: string) => urlOf(name, env[name], 'http:', 'https:');
  const everyService = aws('AWS_ENDPOINT_URL');
  return {
    port: portOf(env.TRAILBOOK_PORT),
    folder: path.resolve(cwd, given(env.TRAILBOOK_DATA) ?? '.trailbook'),
    kafkaBrokers: given(env.KAFKA_BROKERS),
    databaseUrl: urlOf('DATABASE_URL', env.DATABASE_URL, 'postgres:', 'postgresql:'),
    sharedBuffers: sizeOf('TRAILBOOK_SHARED_BUFFERS', env.TRAILBOOK_SHARED_BUFFERS),
    aws: {
      cloudwatch: aws('AWS_ENDPOINT_URL_CLOUDWATCH_LOGS') ?? everyService,
      sts: aws('AWS_ENDPOINT_URL_STS') ?? everyService,
    },
    demo: given(env.TRAILBOOK_DEMO) !== '0',
  };
}

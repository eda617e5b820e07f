import { setTimeout as pause } from 'node:timers/promises';
import type { DynamicModule } from '@nestjs/common';
import { TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions, type EntitySchema, type MixedList } from 'typeorm';
import { outboxOf } from '../outbox/outbox-table';

export interface ServiceDatabaseOptions {
  /** How the service calls itself towards the database. */
  name: string;
  /** URL of the service's own role. */
  url: string;
  schema: string;
  entities: MixedList<(new () => object) | EntitySchema>;
  /** Connections at most; 10 when not given. */
  poolSize?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;
/** A database that starts together with the service is waited for this long. */
const WAIT_MS = 10_000;
const LOOK_AGAIN_MS = 500;

/** The service does not start: its database is away, refuses it, or has not been migrated. One sentence for people. */
export class ServiceDatabaseError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ServiceDatabaseError';
  }
}

/** TypeORM on a service's own schema, with a time-out on every step. Migrations are run by `migrate`, never by a service. */
export function serviceDatabase(options: ServiceDatabaseOptions): DynamicModule {
  return TypeOrmModule.forRootAsync({
    // Nest's own retries would log each attempt with its stack, for half a minute.
    useFactory: (): TypeOrmModuleOptions => ({ ...dataSourceOptions(options), toRetry: () => false }),
    dataSourceFactory: () => connect(options),
  });
}

async function connect(options: ServiceDatabaseOptions): Promise<DataSource> {
  const { table } = outboxOf(options.schema);
  const dataSource = await reach(options);
  const [row] = await dataSource.query<{ there: boolean }[]>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  if (row?.there === true) return dataSource;
  await dataSource.destroy();
  throw new ServiceDatabaseError(
    `The schema ${options.schema} has not been made in ${placeOf(options.url)}: run migrate.`,
  );
}

async function reach(options: ServiceDatabaseOptions): Promise<DataSource> {
  for (const deadline = Date.now() + WAIT_MS; ;) {
    try {
      return await new DataSource(dataSourceOptions(options)).initialize();
    } catch (error) {
      const away = isAway(error);
      if (!away || Date.now() > deadline) {
        const verb = away ? "can't be reached" : 'refuses the connection';
        throw new ServiceDatabaseError(`PostgreSQL at ${placeOf(options.url)} ${verb}: ${reasonOf(error)}.`, {
          cause: error,
        });
      }
      await pause(LOOK_AGAIN_MS);
    }
  }
}

function dataSourceOptions({ name, url, schema, entities, poolSize = 10 }: ServiceDatabaseOptions): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    schema,
    entities,
    installExtensions: false,
    poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      application_name: name,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      // The server may be gone without a word: then its own time-out never comes.
      query_timeout: STATEMENT_TIMEOUT_MS + 2_000,
      keepAlive: true,
    },
  };
}

const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  '57P03',
  '53300',
]);

function isAway(error: unknown): boolean {
  const { code, message } = firstOf(error) as { code?: unknown; message?: string };
  return (typeof code === 'string' && AWAY.has(code)) || /timeout|terminated/.test(message ?? '');
}

function reasonOf(error: unknown): string {
  const first = firstOf(error);
  return (first instanceof Error ? first.message : String(first)).replace(/\.$/, '');
}

function firstOf(error: unknown): unknown {
  return error instanceof AggregateError ? (error.errors[0] as unknown) : error;
}

/** Host, port and database; never the password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

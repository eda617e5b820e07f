import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ReadinessRegistry } from '@trailbook/service';
import { countEntries, findEntry, listEntries, withScope } from '@trailbook/store/read';
import { Pool, type PoolConfig } from 'pg';
import { QueryConfig } from '../query.config';
import { connectionFailure } from './connection-failure';

const applicationName = 'trailbook-query';
const warmConnections = 4;

/**
 * The connections to the store. Downloads have their own, so that a few slow ones never keep a page waiting.
 * Times are UTC; short reads gain nothing from JIT, which costs more than they do.
 */
@Injectable()
export class Pools implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly reads: Pool;
  readonly downloads: Pool;
  private readonly logger = new Logger(Pools.name);

  constructor(
    @Inject(QueryConfig) private readonly config: QueryConfig,
    @Inject(ReadinessRegistry) readiness: ReadinessRegistry,
  ) {
    const statementTimeout = config.STATEMENT_TIMEOUT_MS;
    this.reads = this.pool({
      max: config.DATABASE_CONNECTIONS,
      statement_timeout: statementTimeout,
      // The server cancels first; this is for a server that answers nothing at all.
      query_timeout: statementTimeout + 2_000,
      idle_in_transaction_session_timeout: statementTimeout,
    });
    this.downloads = this.pool({
      max: config.DOWNLOAD_CONNECTIONS,
      statement_timeout: config.DOWNLOAD_TIMEOUT_MS,
      idle_in_transaction_session_timeout: statementTimeout,
    });
    readiness.add('database', async () => void (await this.reads.query('SELECT 1')));
  }

  private pool(config: PoolConfig): Pool {
    const pool = new Pool({
      connectionString: this.config.DATABASE_URL,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      application_name: applicationName,
      options: '-c jit=off -c TimeZone=UTC -c default_transaction_read_only=on',
      ...config,
    });
    pool.on('error', (error) => this.logger.warn({ err: error, msg: 'an idle connection to the database was lost' }));
    return pool;
  }

  async onApplicationBootstrap(): Promise<void> {
    try {
      const { rows } = await this.reads.query<{ ready: boolean }>(
        `SELECT to_regclass('audit.entry') IS NOT NULL AS ready`,
      );
      if (!rows[0]?.ready) throw new Error('it has no audit schema yet: run migrate first');
      await this.warmUp();
    } catch (error) {
      throw connectionFailure(this.config.DATABASE_URL, error);
    }
  }

  /**
   * The first statement of a connection reads the catalogue of every month, which takes longer than all after it. Better
   * now than when somebody waits; and a role that lacks a right is found out before the app says that it is ready.
   */
  private async warmUp(): Promise<void> {
    const nobody = { tenantUid: '-', projectUid: '*' };
    const look = () =>
      withScope(this.reads, nobody, async (reader) => {
        await listEntries(reader, {}, { limit: 1 });
        await findEntry(reader, '00000000-0000-0000-0000-000000000000');
        await countEntries(reader, {});
      });
    await Promise.all(Array.from({ length: Math.min(warmConnections, this.config.DATABASE_CONNECTIONS) }, look));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.reads.end(), this.downloads.end()]);
  }
}

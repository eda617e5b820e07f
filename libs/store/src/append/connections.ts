import { Pool, type PoolClient } from 'pg';
import { StoreUnavailableError } from './errors';

export interface ConnectionOptions {
  /** As the role of the app, never an administrator's. */
  connectionString: string;
  applicationName: string;
  /** Transactions at a time. */
  connections: number;
  /** For one statement, on the server. Default 30 s. */
  statementTimeoutMs?: number;
  /** For one transaction as a whole, on this side: a server that hangs answers no cancellation. Default 60 s. */
  transactionTimeoutMs?: number;
}

/** A pool whose work always ends, and whose broken connections are thrown away. */
export class Connections {
  readonly pool: Pool;
  private readonly timeoutMs: number;

  constructor(options: ConnectionOptions) {
    this.timeoutMs = options.transactionTimeoutMs ?? 60_000;
    this.pool = new Pool({
      connectionString: options.connectionString,
      application_name: options.applicationName,
      max: options.connections,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 300_000,
      keepAlive: true,
      statement_timeout: options.statementTimeoutMs ?? 30_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: this.timeoutMs,
      query_timeout: this.timeoutMs,
      options: '-c timezone=UTC -c jit=off',
    });
    this.pool.on('error', () => undefined); // an idle connection was lost; whoever needs one gets a new one
  }

  /** Lends a connection for one piece of work. After an error it is closed unless the work says that it is sound. */
  async lend<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let lost: Error | undefined;
    const losing = (error: Error) => (lost ??= error);
    client.on('error', losing);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        lost ??= new StoreUnavailableError(`no answer within ${this.timeoutMs} ms`);
        reject(lost);
      }, this.timeoutMs);
    });
    try {
      return await Promise.race([work(client), late]);
    } catch (error) {
      lost ??= error as Error;
      throw error;
    } finally {
      clearTimeout(timer);
      client.off('error', losing);
      client.release(lost);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

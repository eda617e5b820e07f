import { Client } from 'pg';
import { outboxOf, type OutboxName } from './outbox-table';

/** One event that waits to be published: a Kafka record in its parts. */
export interface OutboxRow {
  id: string;
  key: string;
  headers: Record<string, string>;
  value: string;
}

export interface Backlog {
  /** Rows that wait, counted up to {@link BACKLOG_COUNTED}. */
  waiting: number;
  /** Age of the oldest of them in seconds; 0 when there is none. */
  oldestSeconds: number;
}

const BATCH_BYTES = 4 * 1024 * 1024;
export const BACKLOG_COUNTED = 100_000;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;
/** First key of the advisory locks of all outboxes; the second is derived from the schema. */
const LOCK_SPACE = 0x7b_0b;

/**
 * The relay's side of one outbox, on a connection of its own: the advisory lock that makes it the only relay belongs to
 * that connection, and is gone with it.
 */
export class OutboxStore {
  private readonly outbox: OutboxName;
  private readonly client: Client;
  private lost: Error | undefined;

  constructor(databaseUrl: string, schema: string) {
    this.outbox = outboxOf(schema);
    this.client = new Client({
      connectionString: databaseUrl,
      application_name: `outbox relay ${schema}`,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      // The server may be gone without a word: then its own time-out never comes.
      query_timeout: STATEMENT_TIMEOUT_MS + 2_000,
      keepAlive: true,
    });
    this.client.on('error', (error) => (this.lost = error));
    this.client.on('end', () => (this.lost ??= new Error('The connection to the database ended')));
  }

  async open(): Promise<void> {
    await this.client.connect();
  }

  /** Whether this is now the one relay of the schema. */
  async lock(): Promise<boolean> {
    const { rows } = await this.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked', [
      LOCK_SPACE,
      this.outbox.schema,
    ]);
    return rows[0]?.locked === true;
  }

  /** The first rows, in the order in which their transactions wrote them: at most `limit`, of about {@link BATCH_BYTES}. */
  async first(limit: number): Promise<OutboxRow[]> {
    const { rows } = await this.query<OutboxRow>(
      `SELECT id, key, headers, value
         FROM (SELECT *, sum(octet_length(value)) OVER (ORDER BY id) - octet_length(value) AS bytes_before
                 FROM (SELECT * FROM ${this.outbox.table} ORDER BY id LIMIT $1) AS first_rows) AS summed
        WHERE bytes_before < ${BATCH_BYTES} ORDER BY id`,
      [limit],
    );
    return rows;
  }

  /** By id and not "up to": a transaction with a smaller id may have committed since the rows were read. */
  async remove(rows: readonly OutboxRow[]): Promise<void> {
    await this.query(`DELETE FROM ${this.outbox.table} WHERE id = ANY($1::bigint[])`, [rows.map(({ id }) => id)]);
  }

  async backlog(): Promise<Backlog> {
    const { rows } = await this.query<{ waiting: string; oldest: number }>(
      `SELECT count(*) AS waiting, coalesce(extract(epoch FROM clock_timestamp() - min(written_at)), 0)::float8 AS oldest
         FROM (SELECT written_at FROM ${this.outbox.table} ORDER BY id LIMIT ${BACKLOG_COUNTED}) AS first_rows`,
    );
    return { waiting: Number(rows[0]?.waiting ?? 0), oldestSeconds: Math.max(0, rows[0]?.oldest ?? 0) };
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  private async query<Row extends object>(text: string, values: unknown[] = []): Promise<{ rows: Row[] }> {
    if (this.lost) throw this.lost;
    return this.client.query<Row>(text, values);
  }
}

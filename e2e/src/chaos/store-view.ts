import { Client, type QueryResultRow } from 'pg';

/** What an administrator sees of the store; a connection for each look, as the server may be gone at the next. */
export class StoreView {
  constructor(private readonly url: string) {}

  async ask<Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: this.url, connectionTimeoutMillis: 15_000, query_timeout: 120_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** How far each partition is stored. */
  async offsets(): Promise<Map<number, bigint>> {
    const rows = await this.ask<{ kafka_partition: number; next_offset: string }>(
      `SELECT kafka_partition, next_offset FROM audit.kafka_offset
        WHERE epoch_id = (SELECT max(id) FROM audit.kafka_epoch)`,
    );
    return new Map(rows.map((row) => [row.kafka_partition, BigInt(row.next_offset)]));
  }

  /** Every process of the server but the one that answers and the postmaster. */
  async backends(): Promise<number[]> {
    const rows = await this.ask<{ pid: number }>('SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()');
    return rows.map(({ pid }) => pid);
  }
}

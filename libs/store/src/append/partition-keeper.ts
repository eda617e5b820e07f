import { type DetachedMonth, detachedMonthsSql, detachedSentence } from '../layout/detached-months';
import { firstDay, monthsFrom } from '../layout/months';
import { translated } from './classify';
import { type ConnectionOptions, Connections } from './connections';

const day = 86_400_000;

export interface Kept {
  /** Months handled, as `2026_11`. */
  done: string[];
  /** Months whose partitions are in use by a long reader right now: try again later. */
  busy: string[];
  /** Months that are kept all the same, since the retention that `migrate` set is longer than the one asked for. */
  covered: string[];
}

/**
 * Makes partitions ahead and drops those behind the retention, as role `trailbook_partitions`, which can do nothing
 * else. Any number may run at a time. Nothing here makes a reader or a writer wait longer than 50 ms.
 */
export class PartitionKeeper {
  private readonly connections: Connections;

  constructor(options: Omit<ConnectionOptions, 'applicationName' | 'connections'>) {
    this.connections = new Connections({ ...options, connections: 1, applicationName: 'trailbook-partitions' });
  }

  /**
   * Sees to it that this month and the `months` that follow have partitions; answers those made. The clock is the
   * database's.
   */
  async ensureAhead(months = 3): Promise<string[]> {
    const now = await this.now();
    const made: string[] = [];
    for (let ahead = 0; ahead <= months; ahead += 1) {
      const month = monthsFrom(now, ahead);
      if ((await this.call<boolean>('make_partitions', month)) === true) made.push(month);
    }
    return made;
  }

  /** Drops every month whose last day lies more than `retentionDays` back. The database drops none before its own. */
  async dropBehind(retentionDays: number): Promise<Kept> {
    const kept: Kept = { done: [], busy: [], covered: [] };
    const horizon = (await this.now()) - retentionDays * day;
    for (const month of await this.months()) {
      if (month >= monthsFrom(horizon, 0)) continue;
      const answer = await this.call<string>('drop_partitions', month);
      if (answer === 'busy') kept.busy.push(month);
      else if (answer === 'covered') kept.covered.push(month);
      else kept.done.push(month);
    }
    return kept;
  }

  /** Months that have a partition, oldest first. */
  async months(): Promise<string[]> {
    return this.asked(
      `SELECT to_char(month, 'YYYY_MM') AS value FROM (
         SELECT audit.months('entry') AS month UNION SELECT audit.months('note')) m ORDER BY 1`,
      [],
    );
  }

  /** Returns a sentence for each month that is detached, which readers don't see and `EntryWriter` doesn't write to. */
  async detached(): Promise<string[]> {
    try {
      const { rows } = await this.connections.lend((client) => client.query<DetachedMonth>(detachedMonthsSql));
      return rows.map(detachedSentence);
    } catch (error) {
      throw translated(error);
    }
  }

  async close(): Promise<void> {
    await this.connections.close();
  }

  private async now(): Promise<number> {
    const [today] = await this.asked<string>('SELECT audit.today()::text AS value', []);
    return Date.parse(`${today}T12:00:00Z`);
  }

  private async call<T>(name: 'make_partitions' | 'drop_partitions', month: string): Promise<T | undefined> {
    const [value] = await this.asked<T>(`SELECT audit.${name}($1::date) AS value`, [firstDay(month)]);
    return value;
  }

  private async asked<T = string>(statement: string, values: unknown[]): Promise<T[]> {
    try {
      return await this.connections.lend(async (client) => {
        const { rows } = await client.query<{ value: T }>(statement, values);
        return rows.map((row) => row.value);
      });
    } catch (error) {
      throw translated(error);
    }
  }
}

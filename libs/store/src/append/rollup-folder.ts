import { translated } from './classify';
import { type ConnectionOptions, Connections } from './connections';

/** Deltas in one transaction: some tenths of a second. */
const atOnce = 5_000;

/** Moves what batches have added into the counts by day. Any number may run: one folds, the others pass. */
export class RollupFolder {
  private readonly connections: Connections;

  constructor(options: Omit<ConnectionOptions, 'applicationName' | 'connections'>) {
    this.connections = new Connections({ ...options, connections: 1, applicationName: 'trailbook-ingest-counts' });
  }

  /** Folds what has been committed so far; answers how many rows it moved, 0 also while another one folds. */
  async fold(): Promise<number> {
    try {
      return await this.connections.lend(async (client) => {
        let sum = 0;
        for (;;) {
          const { rows } = await client.query<{ folded: number }>('SELECT audit.fold_rollups($1) AS folded', [atOnce]);
          const folded = rows[0]?.folded ?? 0;
          sum += folded;
          if (folded < atOnce) return sum;
        }
      });
    } catch (error) {
      throw translated(error);
    }
  }

  async close(): Promise<void> {
    await this.connections.close();
  }
}

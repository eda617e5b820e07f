import { translated } from './classify';
import { type ConnectionOptions, Connections } from './connections';

/** Deltas in one transaction: some tenths of a second for counts, a second or so for texts. */
const atOnce = { counts: 5_000, texts: 10_000 };

/**
 * Moves what batches have added into what is read in the long run: counts by day, and blocks to search in. Any number may
 * run: one works, the others pass.
 */
export class RollupFolder {
  private readonly connections: Connections;

  constructor(options: Omit<ConnectionOptions, 'applicationName' | 'connections'>) {
    this.connections = new Connections({ ...options, connections: 1, applicationName: 'trailbook-ingest-counts' });
  }

  /** Folds the counts committed so far; answers how many rows it moved, 0 also while another one folds. */
  async fold(): Promise<number> {
    return this.all('SELECT audit.fold_rollups($1) AS moved', [atOnce.counts], atOnce.counts);
  }

  /**
   * Merges what can be searched into blocks, while at least so many rows wait, in at most so many transactions; answers
   * how many it moved. Nothing needs it at once: what waits is searched too, and is only larger.
   */
  async merge(enough = 1, passes = Infinity): Promise<number> {
    return this.all('SELECT audit.merge_search($1, $2) AS moved', [enough, atOnce.texts], atOnce.texts, passes);
  }

  async close(): Promise<void> {
    await this.connections.close();
  }

  /** A connection for each pass: what takes long takes many of them. */
  private async all(statement: string, values: number[], full: number, passes = Infinity): Promise<number> {
    try {
      for (let sum = 0, pass = 1; ; pass += 1) {
        const { rows } = await this.connections.lend((client) => client.query<{ moved: number }>(statement, values));
        const moved = rows[0]?.moved ?? 0;
        sum += moved;
        if (moved < full || pass >= passes) return sum;
      }
    } catch (error) {
      throw translated(error);
    }
  }
}

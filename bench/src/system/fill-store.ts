import { EntryWriter, RollupFolder, type AppendEntry } from '@trailbook/store/append';
import { Client } from 'pg';

const chunk = 10_000;

/**
 * Puts entries into a running system's store, by the writer that ingest uses, so that millions take minutes. Folds the
 * counts and lets PostgreSQL look at the tables, as it does by itself some time after.
 */
export class StoreFiller {
  private from = 0n;

  private constructor(
    private readonly writer: EntryWriter,
    private readonly epochId: number,
    private readonly urls: { ingest: string; admin: string },
  ) {}

  static async open(ingestUrl: string, adminUrl: string): Promise<StoreFiller> {
    const writer = new EntryWriter({ connectionString: ingestUrl, connections: 1 });
    const { epochId } = await writer.positions('bench', 'bench');
    await writer.beginPartition(epochId, 0, 0n);
    return new StoreFiller(writer, epochId, { ingest: ingestUrl, admin: adminUrl });
  }

  /** Fills up to `entries` in all. `entryAt` makes one of them by its number. */
  async fillUpTo(entries: number, entryAt: (index: number) => AppendEntry): Promise<void> {
    while (this.from < BigInt(entries)) {
      const count = Math.min(chunk, entries - Number(this.from));
      const some = Array.from({ length: count }, (_, n) => ({ ...entryAt(Number(this.from) + n), partition: 0 }));
      const to = this.from + BigInt(count);
      const ranges = [{ partition: 0, from: this.from, to }];
      await this.writer.append({ epochId: this.epochId, ranges, entries: some, notes: [] });
      this.from = to;
      if (to % 500_000n === 0n) process.stderr.write(`filled ${to} of ${entries} entries\n`);
    }
    await this.settle();
  }

  async close(): Promise<void> {
    await this.writer.close();
  }

  private async settle(): Promise<void> {
    const folder = new RollupFolder({ connectionString: this.urls.ingest });
    await folder.fold();
    await folder.merge();
    await folder.close();
    const admin = new Client({ connectionString: this.urls.admin });
    await admin.connect();
    process.stderr.write('vacuum analyze\n');
    await admin.query('VACUUM ANALYZE');
    await admin.query('CHECKPOINT');
    await admin.end();
  }
}

import { setTimeout } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { endAbandoned } from './abandoned';
import { messageOf, sqlStateOf, translated, verdictOf } from './classify';
import { type ConnectionOptions, Connections } from './connections';
import { Dictionaries } from './dictionaries';
import { beginPartition, openEpochAfter, otherLogOf, positionsOf } from './epochs';
import { NoPartitionError, StoreError } from './errors';
import { forgetVerdicts } from './forget-verdicts';
import { missingMonths } from './missing-months';
import { NoteSources } from './note-sources';
import { resolve } from './resolve';
import { entryRow, inOrder, namesOfEntry, namesOfNote, noteRow, type Row } from './rows';
import { type Care, type MonthRows, type Outcome, storeInTransaction } from './transaction';
import type { AppendChunk, Appended, Positions, Refused } from './types';

export type EntryWriterOptions = Omit<ConnectionOptions, 'applicationName'>;

/** After a repeat was met, so many chunks are looked up before they are copied: repeats come in company. */
const wary = 8;
const attempts = 12;
const lockTimedOut = '55P03';

/** The only writer of entries and notes. Chunks of different Kafka partitions may be appended at the same time. */
export class EntryWriter {
  private readonly connections: Connections;
  private readonly dictionaries = new Dictionaries();
  private readonly noteSources = new NoteSources();
  private waryFor = 0;

  constructor(options: EntryWriterOptions) {
    this.connections = new Connections({ ...options, applicationName: 'trailbook-ingest' });
  }

  /** How far the topic is stored. Opens the topic's first epoch where there is none. */
  async positions(clusterId: string, topic: string): Promise<Positions> {
    return this.told(() => positionsOf(this.connections.pool, clusterId, topic));
  }

  /**
   * The log that the topic was stored from last, if it was another one: another cluster, or a topic made again. Asked
   * before `positions`, which begins the new one.
   */
  async otherLog(clusterId: string, topic: string): Promise<string | undefined> {
    return this.told(() => otherLogOf(this.connections.pool, clusterId, topic));
  }

  /**
   * Opens a new epoch: the log that `previousEpochId` meant is gone. Of several writers that notice it, all get the one
   * epoch that the first has opened.
   */
  async openEpoch(clusterId: string, topic: string, previousEpochId: number, reason: string): Promise<number> {
    return this.told(() => openEpochAfter(this.connections.pool, clusterId, topic, previousEpochId, reason));
  }

  /** Records where a partition begins, once for each epoch; answers the offset that is stored now. */
  async beginPartition(epochId: number, partition: number, offset: bigint): Promise<bigint> {
    return this.told(() => beginPartition(this.connections.pool, epochId, partition, offset));
  }

  /**
   * Forgets what became of records that Kafka has deleted: those before the offsets at which the partitions begin now, and
   * those of earlier logs of the topic. Answers how many ranges were deleted.
   */
  async forgetVerdicts(epochId: number, begins: ReadonlyMap<number, bigint>): Promise<number> {
    return this.told(() => forgetVerdicts(this.connections.pool, epochId, begins));
  }

  /**
   * Stores a chunk and moves the offsets of its ranges, all or nothing. Records that will never be stored are handed to
   * `onRefused` before the commit: when it fails nothing is stored, so none of them is passed over unheard.
   * @throws FencedError when a range doesn't begin where the store ends
   * @throws StoreError whose `retriable` says whether to send the chunk again
   */
  async append(
    chunk: AppendChunk,
    onRefused: (refused: readonly Refused[]) => Promise<void> = () => Promise.resolve(),
  ): Promise<Appended> {
    return this.told(async () => {
      const rows = await this.rowsOf(chunk);
      return this.stored(chunk, rows, onRefused);
    });
  }

  /** Answers when the database does. */
  async check(): Promise<void> {
    await this.told(() => this.connections.pool.query('SELECT 1'));
  }

  async close(): Promise<void> {
    await this.connections.close();
  }

  private async rowsOf(chunk: AppendChunk): Promise<Row[]> {
    const names = [...chunk.entries.map(namesOfEntry), ...chunk.notes.map(namesOfNote)];
    const numbers = await resolve((work) => this.connections.lend(work), this.dictionaries, names);
    const entries = chunk.entries.map((entry, index) => entryRow(entry, index, numbers[index]!));
    const notes = chunk.notes.map((note, index) => noteRow(note, index, numbers[chunk.entries.length + index]!));
    await this.noteSources.learn(this.connections.pool, notes);
    return [...entries.sort(inOrder), ...notes.sort(inOrder)];
  }

  private async stored(
    chunk: AppendChunk,
    rows: readonly Row[],
    onRefused: (refused: readonly Refused[]) => Promise<void>,
  ): Promise<Appended> {
    const care: Care = { lookUp: this.waryFor > 0, bisect: false };
    const further: Refused[] = [];
    let months = byMonth(rows);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const beforeCommit = async (found: Outcome) => {
          const { refused } = appended(found, further);
          if (refused.length > 0) await onRefused(refused);
        };
        const outcome = await this.connections.lend((client) =>
          once(client, chunk, months, care, this.noteSources, beforeCommit),
        );
        if (outcome instanceof Failure) throw outcome.error;
        if (outcome.refusesForOwn) {
          // What the database itself refuses is so whatever else it stores.
          further.push(...outcome.refused.map(refusedByStore));
          months = withoutRows(months, new Set(outcome.refused.map(({ row }) => row)));
          care.lookUp = true;
          this.waryFor = wary;
          continue;
        }
        if (outcome.metKnown) this.waryFor = wary;
        else if (this.waryFor > 0) this.waryFor -= 1;
        return appended(outcome, further);
      } catch (error) {
        if (attempt === attempts) throw error;
        switch (verdictOf(error)) {
          case 'conflict':
            care.lookUp = true;
            this.waryFor = wary;
            break;
          case 'row':
            care.bisect = true;
            break;
          case 'contention':
            if (sqlStateOf(error) === lockTimedOut) await endAbandoned(this.connections.pool);
            await setTimeout(Math.random() * 50 * attempt);
            break;
          case 'no-table': {
            const { gone, beyond, needed } = await missingMonths(this.connections.pool, months);
            if (needed.length > 0) throw new NoPartitionError(needed, { cause: error });
            if (gone.length + beyond.length === 0) throw error;
            further.push(...unplacedRows(gone, 'too-old', 'is gone already'));
            further.push(...unplacedRows(beyond, 'too-new', 'has not begun'));
            months = months.filter((month) => !gone.includes(month) && !beyond.includes(month));
            break;
          }
          default:
            throw error;
        }
      }
    }
  }

  private async told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof StoreError ? error : translated(error);
    }
  }
}

/** A transaction that the server refused is ended here and its connection kept; any other failure costs it. */
async function once(
  client: PoolClient,
  chunk: AppendChunk,
  months: readonly MonthRows[],
  care: Care,
  sources: NoteSources,
  beforeCommit: (outcome: Outcome) => Promise<void>,
): Promise<Outcome | Failure> {
  try {
    return await storeInTransaction(client, chunk, months, care, sources, beforeCommit);
  } catch (error) {
    if (verdictOf(error) === 'unavailable' && !(error instanceof StoreError)) throw error;
    await client.query('ROLLBACK');
    return new Failure(error);
  }
}

class Failure {
  constructor(readonly error: unknown) {}
}

function byMonth(rows: readonly Row[]): MonthRows[] {
  const months: { of: Row['of']; month: string; rows: Row[] }[] = [];
  for (const row of rows) {
    const last = months.at(-1);
    if (last && last.of === row.of && last.month === row.month) last.rows.push(row);
    else months.push({ of: row.of, month: row.month, rows: [row] });
  }
  return months;
}

function appended({ stored, repeats, conflicts, taken, refused }: Outcome, further: readonly Refused[]): Appended {
  const entries = stored.filter((row) => row.of === 'entry').length;
  const repeatedEntries = repeats.filter((row) => row.of === 'entry').length;
  const reasons: Refused[] = [
    ...taken.map((row) => refusal(row, 'uid-taken', `uid ${row.envelope.uid} belongs to another event already`)),
    ...conflicts.map((row) =>
      refusal(row, 'conflicting-repeat', 'its identity is that of a stored event of another type or with other data'),
    ),
    ...further,
    ...refused.map(refusedByStore),
  ];
  return {
    stored: entries,
    repeats: repeatedEntries,
    notesStored: stored.length - entries,
    noteRepeats: repeats.length - repeatedEntries,
    repeated: repeats.map(({ of, index }) => ({ of, index })),
    refused: reasons,
  };
}

const refusedByStore = ({ row, error }: Outcome['refused'][number]): Refused =>
  refusal(row, 'refused-by-store', `${sqlStateOf(error)}: ${messageOf(error)}`);

const withoutRows = (months: readonly MonthRows[], gone: ReadonlySet<Row>): MonthRows[] =>
  months.map(({ of, month, rows }) => ({ of, month, rows: rows.filter((row) => !gone.has(row)) }));

const refusal = (row: Row, code: Refused['code'], reason: string): Refused => ({
  of: row.of,
  index: row.index,
  code,
  reason,
});

function unplacedRows(months: readonly MonthRows[], code: 'too-old' | 'too-new', why: string): Refused[] {
  return months.flatMap(({ month, rows }) =>
    rows.map((row) => refusal(row, code, `the history of ${month.replace('_', '-')} ${why}`)),
  );
}

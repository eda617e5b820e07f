import type { ScopedReader } from './scope';
import { entryColumns, type EntryRow } from './stored-entry';
import { noteRecordColumns, type NoteRecordRow, recordOfEntry, recordOfNote, type StoredRecord } from './stored-record';

/** A stretch of one Kafka partition of one epoch: `from` included, `to` not. */
export interface OffsetStretch {
  epoch: number;
  partition: number;
  from: bigint;
  to: bigint;
}

const between = (row: string): string =>
  `${row}.tenant_id = (SELECT t.id FROM audit.tenant t WHERE t.uid = $1) AND ${row}.kafka_offset >= $2
   AND ${row}.kafka_offset < $3 AND ${row}.kafka_partition = $4::int2 AND ${row}.kafka_epoch = $5
 ORDER BY ${row}.kafka_offset LIMIT $6`;

const entriesSql = `SELECT ${entryColumns} FROM audit.entry e WHERE ${between('e')}`;
const notesSql = `SELECT ${noteRecordColumns} FROM audit.note n WHERE ${between('n')}`;

/**
 * The scope's entries and notes that came from a stretch, in the order in which they came, at most `limit`. What was
 * rejected, or was a repeat of what came before, isn't among them. When `limit` records come back there may be more
 * behind the last one's offset.
 *
 * Found by block ranges, not one by one: a stretch costs about as much as reading all that ingest stored meanwhile, so
 * take stretches of some ten thousand offsets.
 */
export async function recordsByOffsets(
  { client, scope }: ScopedReader,
  { epoch, partition, from, to }: OffsetStretch,
  limit: number,
): Promise<StoredRecord[]> {
  const values = [scope.tenantUid, String(from), String(to), partition, epoch, limit];
  const entries = await client.query<EntryRow>({ name: 'trailbook-entries-by-offset', text: entriesSql, values });
  const notes = await client.query<NoteRecordRow>({ name: 'trailbook-notes-by-offset', text: notesSql, values });
  const records = [...entries.rows.map(recordOfEntry), ...notes.rows.map(recordOfNote)];
  return records.sort((a, b) => Number(a.offset - b.offset)).slice(0, limit);
}

/**
 * How far ingest has stored each partition of the topic's newest epoch, and which epoch that is; undefined before the
 * first. Whoever catches up from the store goes no further than this.
 */
export async function storedOffsets(
  { client }: Pick<ScopedReader, 'client'>,
  clusterId: string,
  topic: string,
): Promise<{ epoch: number; offsets: Map<number, bigint> } | undefined> {
  const { rows } = await client.query<{ id: number; kafka_partition: number | null; next_offset: string | null }>(
    `SELECT e.id, o.kafka_partition, o.next_offset
       FROM (SELECT id FROM audit.kafka_epoch WHERE cluster_id = $1 AND topic = $2 ORDER BY id DESC LIMIT 1) e
       LEFT JOIN audit.kafka_offset o ON o.epoch_id = e.id`,
    [clusterId, topic],
  );
  const [first] = rows;
  if (!first) return undefined;
  const known = rows.filter((row) => row.kafka_partition !== null);
  return { epoch: first.id, offsets: new Map(known.map((row) => [row.kafka_partition!, BigInt(row.next_offset!)])) };
}

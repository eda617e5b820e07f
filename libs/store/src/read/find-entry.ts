import { withLatestNotes } from './notes';
import type { ScopedReader } from './scope';
import { entryColumns, entryOf, type EntryRow, type StoredEntry } from './stored-entry';

const oneByUid = `SELECT ${entryColumns} FROM audit.entry e WHERE e.uid = $1::uuid`;

/** The entry of that uid with its latest note, unless there is none in the scope. */
export async function findEntry(reader: ScopedReader, uid: string): Promise<StoredEntry | undefined> {
  const { rows } = await reader.client.query<EntryRow>({ name: 'trailbook-entry', text: oneByUid, values: [uid] });
  // One uid in two months is two entries: the newest answers to it.
  const newest = rows.map(entryOf).sort((a, b) => b.time - a.time);
  const [entry] = await withLatestNotes(reader, newest.slice(0, 1));
  return entry;
}

/** The Kafka log that an epoch stands for. */
export interface KafkaLog {
  cluster: string;
  topic: string;
}

/** @throws Error for an epoch that the store does not know */
export async function kafkaLogOf({ client }: ScopedReader, epoch: number): Promise<KafkaLog> {
  const text = 'SELECT cluster_id AS cluster, topic FROM audit.kafka_epoch WHERE id = $1';
  const { rows } = await client.query<KafkaLog>({ name: 'trailbook-kafka-log', text, values: [epoch] });
  if (!rows[0]) throw new Error(`the store knows no Kafka epoch ${epoch}`);
  return rows[0];
}

import { contentDigest, type ActionType } from '@trailbook/contract';
import { actionOf } from '../layout/codes';
import { millisecondsSql } from './payload-sql';
import { inOrder, inStretch, stretchValues, type TimeKey, type TimeStretch } from './records-by-time';
import type { ScopedReader } from './scope';

/** An entry or a note by where it stands and what a filter looks at, with the digest of its content instead of its bytes. */
export interface StoredPlace {
  key: TimeKey;
  /** Milliseconds since 1970. */
  receivedAt: number;
  epoch: number;
  partition: number;
  offset: bigint;
  /** See `contentDigest`. */
  digest: number;
  /** Undefined for a note. */
  entry?: { actionType: ActionType; resourceKind: string; projectUid: string | undefined };
}

interface PlaceRow {
  uid: string;
  time: number;
  received_at: number;
  kafka_epoch: number;
  kafka_partition: number;
  kafka_offset: string;
  source: string;
  payload: string;
}

interface EntryPlaceRow extends PlaceRow {
  action: string;
  kind: string;
  project: string | null;
}

const columns = (row: string) =>
  `${row}.uid, ${millisecondsSql(`${row}.time`)} AS time, ${millisecondsSql(`${row}.received_at`)} AS received_at,
  ${row}.kafka_epoch, ${row}.kafka_partition, ${row}.kafka_offset, ${row}.payload,
  (SELECT s.uri FROM audit.source s WHERE s.id = ${row}.source_id) AS source`;
const entriesSql = `SELECT ${columns('e')}, e.action, (SELECT k.name FROM audit.kind k WHERE k.id = e.kind_id) AS kind,
  (SELECT p.uid FROM audit.project p WHERE p.id = e.project_id) AS project FROM audit.entry e WHERE ${inStretch('e')}`;
const notesSql = `SELECT ${columns('n')} FROM audit.note n WHERE ${inStretch('n')}`;

/** As `recordsByTime`, for whoever needs to know what there is and not what it says. */
export async function placesByTime(
  { client, scope }: ScopedReader,
  stretch: TimeStretch,
  limit: number,
): Promise<StoredPlace[]> {
  const values = stretchValues(scope.tenantUid, stretch, limit);
  const entries = await client.query<EntryPlaceRow>({ name: 'trailbook-places-by-time', text: entriesSql, values });
  const notes = await client.query<PlaceRow>({ name: 'trailbook-note-places-by-time', text: notesSql, values });
  return inOrder([...entries.rows.map(entryPlace), ...notes.rows.map(placeOf)], limit);
}

const placeOf = (row: PlaceRow): StoredPlace => ({
  key: { time: row.time, uid: row.uid },
  receivedAt: row.received_at,
  epoch: row.kafka_epoch,
  partition: row.kafka_partition,
  offset: BigInt(row.kafka_offset),
  digest: contentDigest(row.payload, row.source, row.time),
});

const entryPlace = (row: EntryPlaceRow): StoredPlace => ({
  ...placeOf(row),
  entry: { actionType: actionOf(row.action), resourceKind: row.kind, projectUid: row.project ?? undefined },
});

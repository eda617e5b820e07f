import { Inject, Injectable, Logger } from '@nestjs/common';
import type { SinkEvent } from '@trailbook/sinks';
import {
  recordsByOffsets,
  recordsByTime,
  verdictsOf,
  withScope,
  type OffsetStretch,
  type StoredRecord,
  type TimeKey,
  type TimeStretch,
  type VerdictsFound,
} from '@trailbook/store/read';
import { Pool } from 'pg';
import { TrailSinkConfig } from '../trail-sink.config';
import type { FilterHistory } from '../trails/filter-history';
import { letsThrough, type TrailFilter } from '../trails/trail-filter';
import type { FollowedPartition } from './followed-partition';
import { eventOfStore } from './sink-events';
import { StoreSnapshot } from './store-snapshot';

export interface Stretch {
  readonly events: readonly { readonly offset: bigint; readonly event: SinkEvent }[];
  /** Everything before it has been read. */
  readonly next: bigint;
}

/** What happened in a stretch of time, or in its beginning. */
export interface TimePage {
  readonly events: readonly SinkEvent[];
  /** The last one that was read, whether it is among the events or not; undefined where there is nothing more. */
  readonly last: TimeKey | undefined;
}

const statementTimeoutMs = 30_000;
/** A stretch is found by reading all that ingest stored with it: so it is bounded in offsets as well as in rows. */
const offsetsAtOnce = 20_000n;
const bytesAtOnce = 2 * 1024 * 1024;
const [fewestRows, mostRows] = [8, 2_000];

/** Reads from the store what a lane missed. */
@Injectable()
export class StoreReader {
  private readonly logger = new Logger(StoreReader.name);
  private readonly pool: Pool;
  /** Follows the size of entries, so that a read brings about as many bytes as one batch. */
  private rows = 500;

  constructor(@Inject(TrailSinkConfig) config: TrailSinkConfig) {
    this.pool = new Pool({
      connectionString: config.DATABASE_URL,
      max: 4,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + 2_000,
      idle_in_transaction_session_timeout: statementTimeoutMs,
      application_name: 'trailbook-trail-sink catch-up',
      options: '-c jit=off -c TimeZone=UTC -c default_transaction_read_only=on',
    });
    this.pool.on('error', (error) => this.logger.warn({ err: error, msg: 'an idle connection to the store was lost' }));
  }

  /** How far ingest has stored a partition; undefined where it has nothing of it yet. */
  async storedOffset(epochId: number, partition: number): Promise<bigint | undefined> {
    const { rows } = await this.pool.query<{ next_offset: string }>({
      name: 'trailbook-stored-offset',
      text: 'SELECT next_offset FROM audit.kafka_offset WHERE epoch_id = $1 AND kafka_partition = $2',
      values: [epochId, partition],
    });
    return rows[0] && BigInt(rows[0].next_offset);
  }

  /** What ingest made of what follows the cursors; undefined for a partition of which it has nothing yet. */
  verdicts(followed: readonly FollowedPartition[]): Promise<(VerdictsFound | undefined)[]> {
    const wanted = followed.map(({ place: { epochId, partition }, cursor }) => ({
      ...{ epoch: epochId, partition, from: cursor },
    }));
    return verdictsOf(this.pool, wanted);
  }

  /** Asks the store of one tenant, in one transaction. */
  snapshot<T>(tenantUid: string, work: (store: StoreSnapshot) => Promise<T>): Promise<T> {
    return withScope(this.pool, { tenantUid, projectUid: '*' }, (reader) => work(new StoreSnapshot(reader)));
  }

  /** The tenant's entries and notes of a stretch of time, or of its beginning, that the filter lets through. */
  async readByTime(tenantUid: string, stretch: TimeStretch, filter: TrailFilter): Promise<TimePage> {
    const limit = this.rows;
    const records = await withScope(this.pool, { tenantUid, projectUid: '*' }, (reader) =>
      recordsByTime(reader, stretch, limit),
    );
    const events = records
      .map(eventOfStore)
      .filter(({ what }) => letsThrough(filter, what))
      .map((event) => event.toSink());
    this.adapt(events);
    return { events, last: records.at(-1)?.key };
  }

  /** The tenant's entries and notes of a stretch, or of its beginning, that the filters let through. */
  async read(tenantUid: string, stretch: OffsetStretch, filters: FilterHistory): Promise<Stretch> {
    const { from } = stretch;
    const to = stretch.to - from > offsetsAtOnce ? from + offsetsAtOnce : stretch.to;
    const limit = this.rows;
    const records = await withScope(this.pool, { tenantUid, projectUid: '*' }, (reader) =>
      recordsByOffsets(reader, { ...stretch, to }, limit),
    );
    const events = records
      .map((record) => ({ record, stored: eventOfStore(record) }))
      .filter(({ record, stored }) => filters.letsThrough(receivedAtOf(record), stored.what))
      .map(({ record, stored }) => ({ offset: record.offset, event: stored.toSink() }));
    this.adapt(events.map(({ event }) => event));
    const last = records.at(-1);
    return { events, next: last && records.length >= limit ? last.offset + 1n : to };
  }

  private adapt(events: readonly SinkEvent[]): void {
    if (events.length === 0) return;
    const bytes = events.reduce((sum, { message }) => sum + message.length, 0);
    const wanted = Math.floor(bytesAtOnce / (bytes / events.length));
    this.rows = Math.min(mostRows, Math.max(fewestRows, wanted));
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

const receivedAtOf = (record: StoredRecord): number =>
  record.kind === 'entry' ? record.entry.receivedAt : record.note.receivedAt;

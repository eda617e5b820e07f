import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { TimeKey, TimeStretch } from '@trailbook/store/read';
import { DataSource, type EntityManager } from 'typeorm';
import type { HeldPlace } from '../delivery/lane';
import type { Receipt } from '../receipts/receipt';
import { receiptColumns, receiptRows, receiptValues } from '../receipts/receipt-columns';

export interface NewReplay {
  readonly uid: string;
  readonly trailUid: string;
  /** Milliseconds since 1970, both included. */
  readonly from: number;
  readonly to: number;
  readonly total: number;
}

/** A replay as it stands. */
export interface ReplayRow {
  uid: string;
  state: 'running' | 'done' | 'cancelled';
  start_time: Date;
  end_time: Date;
  requested_at: Date;
  finished_at: Date | null;
  total: string;
  sent: string;
  rejected: string;
  sent_time: Date | null;
  sent_uid: string | null;
}

/** What is left of a running replay. */
export interface ReplayRest {
  readonly uid: string;
  readonly stretch: TimeStretch;
}

/** What a step of a replay did: everything up to `last` is at the sink; without it nothing was left. */
export interface ReplayStep {
  readonly last: TimeKey | undefined;
  readonly sent: number;
  readonly rejected: number;
  readonly receipts: readonly Receipt[];
}

/** Replays of trails in the database: what a restart goes on from. */
@Injectable()
export class ReplayStore {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Keeps a replay in the place of the trail's latest one. False while that one is running. */
  async insert(manager: EntityManager, { uid, trailUid, from, to, total }: NewReplay): Promise<boolean> {
    // Whoever has this partition of the trail's sends; any will do, so that replays are shared among instances.
    const rows: unknown[] = await manager.query(
      `INSERT INTO trails.replay AS known (trail_uid, uid, state, kafka_partition, start_time, end_time, total)
       SELECT $1, $2, 'running', coalesce((SELECT l.kafka_partition FROM trails.lane l
                WHERE l.trail_uid = $1 AND NOT l.ended ORDER BY random() LIMIT 1), 0),
              to_timestamp($3::float8 / 1000), to_timestamp($4::float8 / 1000), $5
       ON CONFLICT (trail_uid) DO UPDATE SET uid = excluded.uid, state = excluded.state,
          kafka_partition = excluded.kafka_partition, start_time = excluded.start_time, end_time = excluded.end_time,
          requested_at = now(), finished_at = NULL, total = excluded.total, sent = 0, rejected = 0, sent_time = NULL,
          sent_uid = NULL WHERE known.state <> 'running'
       RETURNING uid`,
      [trailUid, uid, from, to, total],
    );
    return rows.length === 1;
  }

  /** False where none is running. */
  async cancel(manager: EntityManager, trailUid: string): Promise<boolean> {
    const [, cancelled]: [unknown, number] = await manager.query(
      `UPDATE trails.replay SET state = 'cancelled', finished_at = now() WHERE trail_uid = $1 AND state = 'running'`,
      [trailUid],
    );
    return cancelled === 1;
  }

  /** The trail's latest replay. */
  async latest(trailUid: string): Promise<ReplayRow | undefined> {
    const rows: ReplayRow[] = await this.dataSource.query('SELECT * FROM trails.replay WHERE trail_uid = $1', [
      trailUid,
    ]);
    return rows[0];
  }

  /** Which partition's holder sends a running replay of each trail. */
  async running(): Promise<Map<string, number>> {
    const rows: { trail_uid: string; kafka_partition: number }[] = await this.dataSource.query(
      `SELECT trail_uid, kafka_partition FROM trails.replay WHERE state = 'running'`,
    );
    return new Map(rows.map((row) => [row.trail_uid, row.kafka_partition]));
  }

  async rest(trailUid: string): Promise<ReplayRest | undefined> {
    const row = await this.latest(trailUid);
    if (row?.state !== 'running') return undefined;
    const { uid, start_time: start, end_time: end, sent_time: time, sent_uid: sentUid } = row;
    const after = time && sentUid ? { time: time.getTime(), uid: sentUid } : undefined;
    return { uid, stretch: { from: start.getTime(), to: end.getTime(), after } };
  }

  /**
   * Writes a step down: what was acknowledged by whoever it was, how far the replay is by the partition's holder alone.
   * False when it isn't his to say any more, or somebody cancelled it.
   */
  async advance(
    trailUid: string,
    replayUid: string,
    { epochId, partition, term }: HeldPlace,
    { last, sent, rejected, receipts }: ReplayStep,
  ): Promise<boolean> {
    const rows: { moved: number }[] = await this.dataSource.query(
      `WITH held AS (
         SELECT FROM trails.partition_term WHERE epoch_id = $3 AND kafka_partition = $4 AND term = $5 FOR SHARE),
       kept AS (
         INSERT INTO trails.receipt (trail_uid, replay_uid, ${receiptColumns}) SELECT $1, $2, r.* FROM ${receiptRows(10)} r),
       moved AS (
         UPDATE trails.replay SET sent = sent + $6, rejected = rejected + $7,
                sent_time = coalesce(to_timestamp($8::float8 / 1000), sent_time), sent_uid = coalesce($9, sent_uid),
                state = CASE WHEN $8::float8 IS NULL THEN 'done' ELSE state END,
                finished_at = CASE WHEN $8::float8 IS NULL THEN now() ELSE finished_at END
          WHERE trail_uid = $1 AND uid = $2 AND state = 'running' AND EXISTS (SELECT FROM held) RETURNING 1)
       SELECT count(*)::int4 AS moved FROM moved`,
      [
        ...[trailUid, replayUid, epochId, partition, String(term), sent, rejected, last?.time ?? null],
        ...[last?.uid ?? null, ...receiptValues(receipts)],
      ],
    );
    return rows[0]?.moved === 1;
  }
}

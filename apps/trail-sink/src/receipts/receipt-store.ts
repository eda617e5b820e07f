import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

/** A receipt as it is kept. */
export interface StoredReceipt {
  readonly epochId: number;
  readonly partition: number;
  readonly lastOffset: bigint;
  /** Milliseconds since 1970. */
  readonly firstTime: number;
  readonly isReplay: boolean;
  readonly requestId: string | undefined;
  readonly accepted: number;
  readonly uids: Buffer;
  /** Of the contents, in the order of the uids; empty in a receipt of a release without digests. */
  readonly digests: Buffer;
  readonly uidXor: bigint;
  readonly rejectedUids: Buffer;
}

interface ReceiptRow {
  epoch_id: number;
  kafka_partition: number;
  last_offset: string;
  first_time: Date;
  replay_uid: string | null;
  request_id: string | null;
  accepted: number;
  uids: Buffer;
  digests: Buffer;
  uid_xor: string;
  rejected_uids: Buffer;
}

/** How far delivery has come on a partition of the log. */
export interface LaneReach {
  readonly epochId: number;
  readonly partition: number;
  /** Where the trail began: nothing before it is its. */
  readonly first: bigint;
  /** Everything before it has been dealt with; undefined where that is all there is, since the log is gone. */
  readonly reached: bigint | undefined;
}

const clearedAtOnce = 5_000;

/** Receipts of what sinks acknowledged, and the positions that they are to reach up to. */
@Injectable()
export class ReceiptStore {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * How far the trail has been delivered. A lane that follows the log is as far as the log has been read: what was for
   * others in between left no trace.
   */
  async reach(trailUid: string): Promise<LaneReach[]> {
    const rows: { epoch_id: number; kafka_partition: number; first_offset: string; reached: string | null }[] =
      await this.dataSource.query(
        `SELECT l.epoch_id, l.kafka_partition, l.first_offset,
                CASE WHEN l.ended THEN NULL WHEN l.behind THEN l.next_offset
                     ELSE greatest(l.next_offset, p.next_offset) END AS reached
           FROM trails.lane l LEFT JOIN trails.log_position p USING (epoch_id, kafka_partition)
          WHERE l.trail_uid = $1`,
        [trailUid],
      );
    return rows.map((row) => ({
      epochId: row.epoch_id,
      partition: row.kafka_partition,
      first: BigInt(row.first_offset),
      reached: row.reached === null ? undefined : BigInt(row.reached),
    }));
  }

  /** How many events the receipts of a range (milliseconds since 1970, both ends included) speak of. */
  async countEvents(trailUid: string, from: number, to: number): Promise<number> {
    const rows: { events: string }[] = await this.dataSource.query(
      `SELECT coalesce(sum(accepted + rejected), 0) AS events FROM trails.receipt WHERE ${inRange}`,
      [trailUid, from, to],
    );
    return Number(rows[0]?.events ?? 0);
  }

  /** The receipts of calls that carried events of the range, others beside them. */
  async between(trailUid: string, from: number, to: number): Promise<StoredReceipt[]> {
    const rows: ReceiptRow[] = await this.dataSource.query(
      `SELECT epoch_id, kafka_partition, last_offset, first_time, replay_uid, request_id, accepted, uids, digests,
              uid_xor, rejected_uids FROM trails.receipt WHERE ${inRange} ORDER BY id`,
      [trailUid, from, to],
    );
    return rows.map((row) => ({
      epochId: row.epoch_id,
      partition: row.kafka_partition,
      lastOffset: BigInt(row.last_offset),
      firstTime: row.first_time.getTime(),
      isReplay: row.replay_uid !== null,
      requestId: row.request_id ?? undefined,
      accepted: row.accepted,
      uids: row.uids,
      digests: row.digests,
      uidXor: BigInt(row.uid_xor),
      rejectedUids: row.rejected_uids,
    }));
  }

  /**
   * Deletes receipts that are older than the retention, and those of trails that are gone, some at a time.
   * @returns how many
   */
  async clear(retentionDays: number): Promise<number> {
    let cleared = await this.deleteAll('acknowledged_at < now() - make_interval(days => $1)', retentionDays + 1);
    const gone: { trail_uid: string }[] = await this.dataSource.query(trailsGone);
    for (const { trail_uid: uid } of gone) cleared += await this.deleteAll('trail_uid = $1', uid);
    return cleared;
  }

  private async deleteAll(condition: string, value: string | number): Promise<number> {
    for (let all = 0; ;) {
      const [, deleted]: [unknown, number] = await this.dataSource.query(
        `DELETE FROM trails.receipt WHERE id = ANY (ARRAY(
           SELECT id FROM trails.receipt WHERE ${condition} LIMIT ${clearedAtOnce} FOR UPDATE SKIP LOCKED))`,
        [value],
      );
      all += deleted;
      if (deleted < clearedAtOnce) return all;
    }
  }
}

/** From one trail to the next through the index, however many receipts each has. */
const trailsGone = `WITH RECURSIVE known AS (
  (SELECT trail_uid FROM trails.receipt ORDER BY trail_uid LIMIT 1)
  UNION ALL
  SELECT (SELECT r.trail_uid FROM trails.receipt r WHERE r.trail_uid > k.trail_uid ORDER BY r.trail_uid LIMIT 1)
    FROM known k WHERE k.trail_uid IS NOT NULL)
SELECT k.trail_uid FROM known k
 WHERE k.trail_uid IS NOT NULL AND NOT EXISTS (SELECT FROM trails.trail t WHERE t.uid = k.trail_uid)`;

const inRange = `trail_uid = $1 AND last_time >= to_timestamp($2::float8 / 1000) AND first_time <= to_timestamp($3::float8 / 1000)`;

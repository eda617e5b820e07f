import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { AuditTrail, serviceCaller } from '@trailbook/producer';
import { DataSource, type EntityManager } from 'typeorm';
import type { Receipt } from '../receipts/receipt';
import { receiptColumns, receiptRows, receiptValues } from '../receipts/receipt-columns';
import type { Checkpoint } from './checkpoint';
import type { LanePlace } from './lane';
import { prepared } from './prepared';

export interface LaneRow extends LanePlace {
  readonly trailUid: string;
  readonly next: bigint;
  readonly behind: boolean;
}

export type LanePosition = LanePlace & { readonly next: bigint };

/** What became of a number of entries. */
export interface Tally {
  delivered: number;
  resent: number;
  rejected: number;
  shortened: number;
  /** The newest entry's time, milliseconds since 1970. */
  newest: number;
}

export interface Trouble {
  readonly code: string;
  readonly message: string;
  readonly retryAt: number;
  readonly failures: number;
}

interface Told {
  readonly uid: string;
  readonly tenantUid: string;
  readonly name: string;
}

/** Positions and conditions of deliveries in the database: what a restart goes on from. */
@Injectable()
export class DeliveryStore {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Takes partitions over: from here on no checkpoint of whoever held them before is written, however late it lands. What
   * he delivered still counts.
   */
  async takeTerms(epochId: number, partitions: readonly number[]): Promise<Map<number, bigint>> {
    const rows: { kafka_partition: number; term: string }[] = await this.dataSource.query(
      `INSERT INTO trails.partition_term AS known (epoch_id, kafka_partition, term)
       SELECT $1, partition, 1 FROM unnest($2::int4[]) AS p (partition) ORDER BY partition
       ON CONFLICT (epoch_id, kafka_partition) DO UPDATE SET term = known.term + 1, checkpoint = 0
       RETURNING kafka_partition, term`,
      [epochId, partitions],
    );
    return new Map(rows.map((row) => [row.kafka_partition, BigInt(row.term)]));
  }

  /** Lanes of all trails, or of one, on these partitions, in every epoch. */
  async lanes(partitions: readonly number[], trailUid?: string): Promise<LaneRow[]> {
    const rows: {
      trail_uid: string;
      epoch_id: number;
      kafka_partition: number;
      next_offset: string;
      behind: boolean;
    }[] = await this.dataSource.query(
      `SELECT trail_uid, epoch_id, kafka_partition, next_offset, behind FROM trails.lane
          WHERE NOT ended AND kafka_partition = ANY($1::int4[]) AND ($2::uuid IS NULL OR trail_uid = $2)`,
      [partitions, trailUid ?? null],
    );
    return rows.map((row) => ({
      trailUid: row.trail_uid,
      epochId: row.epoch_id,
      partition: row.kafka_partition,
      next: BigInt(row.next_offset),
      behind: row.behind,
    }));
  }

  /**
   * Opens lanes on partitions that are new, or of a log that is: from its beginning, unless the trail was made when the
   * log was there and ingest had not seen it yet.
   */
  async openLanes(trailUids: readonly string[], epochId: number, partitions: readonly number[]): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO trails.lane (trail_uid, epoch_id, kafka_partition, first_offset, next_offset, behind)
       SELECT t.uid, $2, p.partition, coalesce(s.first_offset, 0), coalesce(s.first_offset, 0), true
         FROM trails.trail t CROSS JOIN unnest($3::int4[]) AS p (partition)
         LEFT JOIN trails.lane_start s ON s.trail_uid = t.uid AND s.kafka_partition = p.partition
          AND s.log = (SELECT e.cluster_id FROM audit.kafka_epoch e WHERE e.id = $2)
        WHERE t.uid = ANY($1::uuid[]) ON CONFLICT DO NOTHING`,
      [trailUids, epochId, partitions],
    );
  }

  /** Of trails that nobody delivers at present: what the log brings meanwhile must come from the store some day. */
  async leaveBehind(deliveredUids: readonly string[], epochId: number, partitions: readonly number[]): Promise<void> {
    await this.dataSource.query(
      `UPDATE trails.lane SET behind = true
        WHERE trail_uid <> ALL($1::uuid[]) AND epoch_id = $2 AND kafka_partition = ANY($3::int4[]) AND NOT behind`,
      [deliveredUids, epochId, partitions],
    );
  }

  async closeLane(trailUid: string, { epochId, partition }: LanePlace): Promise<void> {
    await this.dataSource.query(
      'UPDATE trails.lane SET ended = true WHERE trail_uid = $1 AND epoch_id = $2 AND kafka_partition = $3',
      [trailUid, epochId, partition],
    );
  }

  async logPositions(partitions: readonly number[]): Promise<LanePosition[]> {
    const rows: { epoch_id: number; kafka_partition: number; next_offset: string }[] = await this.dataSource.query(
      'SELECT epoch_id, kafka_partition, next_offset FROM trails.log_position WHERE kafka_partition = ANY($1::int4[])',
      [partitions],
    );
    return rows.map((row) => ({
      epochId: row.epoch_id,
      partition: row.kafka_partition,
      next: BigInt(row.next_offset),
    }));
  }

  /** False when the partition has been taken over meanwhile, or a later checkpoint is there: nothing is written then. */
  async writeCheckpoint({ place, number, next, lanes }: Checkpoint): Promise<boolean> {
    const written: unknown[] = await this.dataSource.query(
      `WITH held AS (
         UPDATE trails.partition_term SET checkpoint = $4
          WHERE epoch_id = $1 AND kafka_partition = $2 AND term = $3 AND checkpoint < $4 RETURNING epoch_id, kafka_partition),
       turned AS (
         UPDATE trails.lane l SET behind = side.behind, next_offset = greatest(l.next_offset, side.next)
           FROM held JOIN unnest($6::uuid[], $7::int8[], $8::bool[]) AS side (trail_uid, next, behind) ON true
          WHERE l.epoch_id = held.epoch_id AND l.kafka_partition = held.kafka_partition AND l.trail_uid = side.trail_uid
            AND (l.behind <> side.behind OR l.next_offset < side.next))
       INSERT INTO trails.log_position (epoch_id, kafka_partition, next_offset) SELECT held.*, $5::int8 FROM held
       ON CONFLICT (epoch_id, kafka_partition) DO UPDATE SET next_offset = excluded.next_offset
       RETURNING 1`,
      [
        ...[place.epochId, place.partition, String(place.term), number, String(next)],
        ...[lanes.map(({ trailUid }) => trailUid), lanes.map((lane) => String(lane.next))],
        lanes.map(({ behind }) => behind),
      ],
    );
    return written.length === 1;
  }

  /** Advances lanes, counts what was delivered and keeps the receipts of it, all at once. */
  async acknowledge(
    trailUid: string,
    positions: readonly LanePosition[],
    tally: Tally,
    receipts: readonly Receipt[],
  ): Promise<void> {
    const { delivered, resent, rejected, shortened, newest } = tally;
    await prepared(
      this.dataSource,
      'trailbook-acknowledge',
      `WITH advanced AS (${advanceSql}),
       counted AS (
         UPDATE trails.delivery SET delivered = delivered + $5, resent = resent + $6, rejected = rejected + $7,
                shortened = shortened + $8, delivered_at = CASE WHEN $5 > 0 THEN now() ELSE delivered_at END,
                newest_entry_time = CASE WHEN $5 > 0
                  THEN greatest(newest_entry_time, to_timestamp($9::float8 / 1000)) ELSE newest_entry_time END
          WHERE trail_uid = $1)
       INSERT INTO trails.receipt (trail_uid, ${receiptColumns}) SELECT $1, r.* FROM ${receiptRows(10)} r`,
      [
        ...[trailUid, ...columnsOf(positions), delivered, resent, rejected, shortened, newest],
        ...receiptValues(receipts),
      ],
    );
  }

  async advanceLanes(trailUid: string, positions: readonly LanePosition[]): Promise<void> {
    await this.dataSource.query(advanceSql, [trailUid, ...columnsOf(positions)]);
  }

  async park(trail: Told, { code, message, retryAt, failures }: Trouble): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const rows = await manager
        .query(
          `UPDATE trails.delivery SET parked_at = coalesce(parked_at, now()), retry_at = $2, failures = $3,
                error_code = $4, error_message = $5, error_at = now()
          WHERE trail_uid = $1
          RETURNING coalesce(parked_told_at < least(parked_at, now() - interval '1 hour'), true) AS tell`,
          [trail.uid, new Date(retryAt), failures, code, message.slice(0, 2_000)],
        )
        .then(returned<{ tell: boolean }>);
      if (!rows[0]?.tell) return;
      await manager.query('UPDATE trails.delivery SET parked_told_at = now() WHERE trail_uid = $1', [trail.uid]);
      await this.tell(manager, trail, `Audit trail ${trail.name} is parked: ${code}`, message, 'failure');
    });
  }

  async unpark(trail: Told): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const rows = await manager
        .query(
          `WITH parked AS (SELECT parked_at FROM trails.delivery WHERE trail_uid = $1 FOR UPDATE)
          UPDATE trails.delivery d SET parked_at = NULL, retry_at = NULL, failures = 0 FROM parked WHERE trail_uid = $1
          RETURNING d.parked_told_at >= parked.parked_at
                AND coalesce(recovered_told_at < now() - interval '1 hour', true) AS tell`,
          [trail.uid],
        )
        .then(returned<{ tell: boolean }>);
      if (!rows[0]?.tell) return;
      await manager.query('UPDATE trails.delivery SET recovered_told_at = now() WHERE trail_uid = $1', [trail.uid]);
      await this.tell(manager, trail, `Audit trail ${trail.name} delivers again`, undefined, 'success');
    });
  }

  /** Keeps the last error of a trail that is still trying. */
  async note(trailUid: string, code: string, message: string): Promise<void> {
    await this.dataSource.query(
      'UPDATE trails.delivery SET error_code = $2, error_message = $3, error_at = now() WHERE trail_uid = $1',
      [trailUid, code, message.slice(0, 2_000)],
    );
  }

  private async tell(
    manager: EntityManager,
    { uid, tenantUid, name }: Told,
    actionMsg: string,
    contentMsg: string | undefined,
    outcome: 'success' | 'failure',
  ): Promise<void> {
    const resource = { kind: 'audittrail', uid, name };
    const action = { actionType: 'activity', resource, actionMsg, contentMsg, outcome, project: null } as const;
    await this.audit.record(manager, serviceCaller('trail-sink', tenantUid), action);
  }
}

/** Of the trail $1, with positions in $2 to $4. */
const advanceSql = `UPDATE trails.lane l SET next_offset = p.next
       FROM unnest($2::int4[], $3::int4[], $4::int8[]) AS p (epoch, partition, next)
      WHERE l.trail_uid = $1 AND l.epoch_id = p.epoch AND l.kafka_partition = p.partition AND l.next_offset < p.next`;

const columnsOf = (positions: readonly LanePosition[]): [number[], number[], string[]] => [
  positions.map(({ epochId }) => epochId),
  positions.map(({ partition }) => partition),
  positions.map(({ next }) => String(next)),
];

/** TypeORM answers an UPDATE with `[rows, count]`. */
const returned = <T>(answer: unknown): T[] => (answer as [T[], number])[0];

import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { TrailStatus } from '@trailbook/contract';
import { ReceiptStore, type LaneReach } from '../receipts/receipt-store';
import { ReplayStore } from '../replay/replay-store';
import { replayView } from '../replay/replay-view';
import { entryFilterOf } from '../trails/entry-filter-of';
import { FilterHistory } from '../trails/filter-history';
import type { TrailEntity } from '../trails/trail.entity';
import type { TrailCondition } from '../trails/trail-view';
import { StoreReader } from './store-reader';
import { TrailWorkers } from './trail-workers';

interface DeliveryRow {
  delivered: string;
  resent: string;
  rejected: string;
  shortened: string;
  delivered_at: Date | null;
  newest_entry_time: Date | null;
  parked_at: Date | null;
  retry_at: Date | null;
  failures: number;
  error_code: string | null;
  error_message: string | null;
  error_at: Date | null;
}

interface LaneRow {
  epoch_id: number;
  kafka_partition: number;
  next_offset: string;
  behind: boolean;
  stored_offset: string | null;
}

/** Pending entries are counted up to so many, and looked for in so many offsets of each partition. */
const mostCounted = 10_000;
const offsetsLookedAt = 50_000n;

interface PendingNow {
  readonly pending: number;
  readonly pendingExact: boolean;
  readonly lagSeconds: number;
}

/** How delivery of a tenant's trails stands, as kept in the database by whichever instance delivers. */
@Injectable()
export class DeliveryStatus {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly workers: TrailWorkers,
    private readonly reader: StoreReader,
    private readonly receipts: ReceiptStore,
    private readonly replays: ReplayStore,
  ) {}

  /** Of every trail of the tenant, by uid. */
  async conditions(tenantUid: string): Promise<Map<string, TrailCondition>> {
    const rows: { trail_uid: string; parked_at: Date | null }[] = await this.dataSource.query(
      `SELECT d.trail_uid, d.parked_at FROM trails.delivery d JOIN trails.trail t ON t.uid = d.trail_uid
        WHERE t.tenant_uid = $1`,
      [tenantUid],
    );
    return new Map(rows.map((row) => [row.trail_uid, { parkedAt: row.parked_at }]));
  }

  async of(trail: TrailEntity): Promise<TrailStatus> {
    const [[row], lanes, replay, pending] = await Promise.all([
      this.row(trail.uid),
      this.lanes(trail.uid),
      this.replays.latest(trail.uid),
      this.pending(trail),
    ]);
    const behind = lanes.filter((lane) => lane.behind);
    return {
      metadata: { uid: trail.uid, name: trail.name },
      status: {
        state: trail.state === 'active' && row?.parked_at ? 'parked' : trail.state,
        delivered: Number(row?.delivered ?? 0),
        resent: Number(row?.resent ?? 0),
        rejected: Number(row?.rejected ?? 0),
        shortened: Number(row?.shortened ?? 0),
        ...pending,
        catchingUp: behind.length > 0,
        /** Offsets of the log between what is stored and what is delivered; those of other tenants count too. */
        offsetsBehind: behind.reduce((sum, lane) => sum + backlog(lane), 0),
        deliveredAt: row?.delivered_at?.toISOString(),
        newestEntryTime: row?.newest_entry_time?.toISOString(),
        parkedAt: row?.parked_at?.toISOString(),
        retryAt: row?.parked_at ? row.retry_at?.toISOString() : undefined,
        failures: row?.failures ?? 0,
        lastError: row?.error_code
          ? { code: row.error_code, message: row.error_message ?? '', at: row.error_at?.toISOString() }
          : undefined,
        ...(replay && { replay: replayView(replay) }),
        positions: lanes.map((lane) => ({
          epoch: lane.epoch_id,
          partition: lane.kafka_partition,
          nextOffset: lane.next_offset,
          catchingUp: lane.behind,
        })),
      },
    };
  }

  /** What is stored behind the trail's positions, or still in this instance's memory. */
  private async pending({ uid, tenantUid, filters }: TrailEntity): Promise<PendingNow> {
    const reach = await this.receipts.reach(uid);
    const filter = entryFilterOf(new FilterHistory(filters).present);
    const { count, oldest, isAll } = await this.reader.snapshot(tenantUid, async (store) => {
      const stored = await store.storedOffsets();
      const stretches = reach.flatMap((lane) => stretchOf(lane, stored.get(`${lane.epochId}/${lane.partition}`)));
      const found = await store.pending(stretches, filter, mostCounted);
      return { ...found, isAll: stretches.every(({ isWhole }) => isWhole) && found.count < mostCounted };
    });
    return {
      pending: Math.max(count, this.workers.of(uid)?.pending ?? 0),
      pendingExact: isAll,
      lagSeconds: oldest === undefined ? 0 : Math.max(0, Date.now() - oldest) / 1_000,
    };
  }

  private row(trailUid: string): Promise<DeliveryRow[]> {
    return this.dataSource.query('SELECT * FROM trails.delivery WHERE trail_uid = $1', [trailUid]);
  }

  private lanes(trailUid: string): Promise<LaneRow[]> {
    return this.dataSource.query(
      `SELECT l.epoch_id, l.kafka_partition, l.next_offset, l.behind, o.next_offset AS stored_offset
         FROM trails.lane l LEFT JOIN audit.kafka_offset o USING (epoch_id, kafka_partition)
        WHERE l.trail_uid = $1 AND NOT l.ended ORDER BY l.epoch_id, l.kafka_partition`,
      [trailUid],
    );
  }
}

function backlog({ next_offset: next, stored_offset: stored }: LaneRow): number {
  return stored === null ? 0 : Math.max(0, Number(BigInt(stored) - BigInt(next)));
}

/** What is stored behind a lane's position, or the beginning of it. */
function stretchOf({ epochId: epoch, partition, reached }: LaneReach, stored: bigint | undefined) {
  if (reached === undefined || stored === undefined || reached >= stored) return [];
  const isWhole = stored - reached <= offsetsLookedAt;
  return [{ epoch, partition, from: reached, to: isWhole ? stored : reached + offsetsLookedAt, isWhole }];
}

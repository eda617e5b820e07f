import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { decideForward, UsualRecords, type DecideOptions, type UsualRecord } from '@trailbook/contract';
import type {
  AssignedPartition,
  ConsumerControl,
  PartitionBatch,
  Positions,
  ReceivedRecord,
} from '@trailbook/messaging';
import { decideOptionsOf } from '@trailbook/service';
import { setImmediate } from 'node:timers/promises';
import { TrailSinkConfig } from '../trail-sink.config';
import type { Filtered } from '../trails/trail-filter';
import { SinkFactory } from '../verification/sink-factory';
import { deliveryMetrics } from './delivery-metrics';
import type { Taker } from './followed-lanes';
import type { FollowedPartition } from './followed-partition';
import { LaneKeeper } from './lane-keeper';
import type { LogEvent } from './log-event';
import { RoomMaker } from './room-maker';
import { eventOfLog, eventOfUsual, filteredOfLog } from './sink-events';
import { StoreReader } from './store-reader';
import { TrailRegistry } from './trail-registry';
import { TrailWorkers } from './trail-workers';
import { VerdictWatch } from './verdict-watch';

const saveEveryMs = 1_000;
const drainMs = 4_000;
/** Records judged in one go: requests and deliveries want their turn. */
const sliceRecords = 200;

/** An entry that somebody takes. */
interface Entry {
  readonly tenantUid: string;
  /** What filters look at; of a usual record until the next one is looked at. */
  what: Filtered | undefined;
  takers: readonly Taker[];
  readonly event: LogEvent;
}

/**
 * Reads the log as far as ingest has stored it, and hands each record that became an entry to the trails of its tenant: what a
 * sink gets is what the log holds.
 */
@Injectable()
export class LogFollower implements OnApplicationShutdown {
  private readonly logger = new Logger(LogFollower.name);
  private readonly options: DecideOptions;
  private readonly usualRecords: UsualRecords;
  private timer: NodeJS.Timeout | undefined;
  /** Ingest has stored what is rejected here: said once. */
  private differs = false;
  /** Assignments and changes of trails, one after the other. */
  private turn: Promise<unknown> = Promise.resolve();
  private saving: Promise<void> = Promise.resolve();

  constructor(
    @Inject(TrailSinkConfig) config: TrailSinkConfig,
    private readonly registry: TrailRegistry,
    private readonly workers: TrailWorkers,
    private readonly lanes: LaneKeeper,
    private readonly room: RoomMaker,
    private readonly reader: StoreReader,
    private readonly sinks: SinkFactory,
    private readonly verdicts: VerdictWatch,
  ) {
    this.options = decideOptionsOf(config);
    this.usualRecords = new UsualRecords(this.options);
  }

  /** Learns which trails there are; the log is read only after that. */
  async start(): Promise<void> {
    await this.registry.start((trails) =>
      this.inTurn(async () => {
        const added = await this.workers.update(trails, this.lanes);
        this.lanes.forgetStopped();
        await this.lanes.addTrails(added);
      }),
    );
    this.timer = setInterval(() => void this.save(), saveEveryMs);
  }

  assigned(partitions: AssignedPartition[], control: ConsumerControl): Promise<Positions> {
    return this.inTurn(() => this.lanes.follow(partitions, control));
  }

  async revoked(partitions: number[]): Promise<void> {
    await this.save();
    await this.inTurn(() => Promise.resolve(this.lanes.leave(partitions)));
  }

  async batch(batch: PartitionBatch): Promise<void> {
    const { records } = batch;
    for (let from = 0; from < records.length; from += sliceRecords) {
      const followed = this.lanes.current(batch.partition, batch.assignment);
      if (!followed) return;
      followed.see(batch.highWatermark);
      this.room.makeAhead();
      for (const record of records.slice(from, from + sliceRecords)) {
        // Nobody waits here, for other partitions would wait as well.
        if (followed.lanes.size > 0 && record.offset >= followed.verdicts.known) return this.putBack(followed);
        const entry = this.entryOf(followed, record);
        if (entry && this.needsRoom(entry)) {
          await this.makeRoom(entry);
          if (this.lanes.current(batch.partition, batch.assignment) !== followed) return;
          entry.takers = takersOf(followed, entry.tenantUid, record, entry.what);
        }
        // From the look at the lanes to the cursor's move nothing is awaited: one that joins the log does so at the cursor.
        if (entry) offer(entry);
        if (followed.cursor <= record.offset) followed.cursor = record.offset + 1n;
      }
      await setImmediate();
    }
    const followed = this.lanes.current(batch.partition, batch.assignment);
    if (!followed) return;
    if (followed.cursor < batch.to) followed.cursor = batch.to;
    tellCaughtUp(followed);
  }

  /** Sends what is in memory, and writes down how far that was. */
  async drain(): Promise<void> {
    await this.workers.drain(drainMs);
    await this.save();
  }

  /** The consumer has drained and left its group by now. What this stands on is closed after it. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all([this.registry.stop(), this.verdicts.stop()]);
    await this.turn.catch(() => undefined); // its error went to whoever asked
    await this.saving;
    await this.workers.stop();
    await this.reader.close();
    this.sinks.close();
  }

  /** What it isn't known of what ingest made of it is read again when it is. */
  private putBack(followed: FollowedPartition): void {
    followed.putBack();
    this.verdicts.wake();
    tellCaughtUp(followed);
  }

  /** What the record brings, unless it is no entry or nobody wants it here. */
  private entryOf(followed: FollowedPartition, record: ReceivedRecord): Entry | undefined {
    if (followed.lanes.size === 0) return undefined;
    if (!followed.verdicts.isStored(record.offset)) {
      deliveryMetrics.notStored.inc();
      return undefined;
    }
    const usual = this.usualRecords.look(record);
    return usual ? this.entryOfUsual(followed, record, usual) : this.entryOfAny(followed, record);
  }

  private entryOfUsual(followed: FollowedPartition, record: ReceivedRecord, usual: UsualRecord): Entry | undefined {
    const { tenantUid } = usual;
    const takers = takersOf(followed, tenantUid, record, usual);
    const [first] = takers;
    if (!first) return undefined;
    const since = followed.inLogSince(record.offset);
    const event = eventOfUsual(usual, record, since, followed.place.epochId, first.worker.memory);
    return { tenantUid, what: usual, takers, event };
  }

  private entryOfAny(followed: FollowedPartition, record: ReceivedRecord): Entry | undefined {
    const decision = decideForward(record, this.options);
    if (decision.kind === 'rejected') {
      this.leaveToStore(followed, record, decision.reason);
      return undefined;
    }
    const { tenantUid } = decision.kind === 'event' ? decision.event : decision.note;
    const what = filteredOfLog(decision);
    const takers = takersOf(followed, tenantUid, record, what);
    const [first] = takers;
    if (!first) return undefined;
    const since = followed.inLogSince(record.offset);
    const event = eventOfLog(decision, record, since, followed.place.epochId, first.worker.memory);
    return { tenantUid, what, takers, event };
  }

  /** Ingest judged by other rules, and it is right: the store has the entry. */
  private leaveToStore(followed: FollowedPartition, { partition, offset }: ReceivedRecord, reason: string): void {
    deliveryMetrics.leftToStore.inc();
    if (!this.differs) {
      const place = { partition, offset: String(offset), reason };
      this.logger.warn({
        ...place,
        msg: 'ingest stored a record that is rejected here; trails take it from the store',
      });
    }
    this.differs = true;
    followed.leaveLog();
  }

  private needsRoom({ takers }: Entry): boolean {
    for (const { worker, lane } of takers) if (this.room.isNeeded(worker, lane)) return true;
    return false;
  }

  private async makeRoom(entry: Entry): Promise<void> {
    entry.what = entry.what && kept(entry.what);
    for (const { worker, lane } of entry.takers) await this.room.make(worker, lane);
  }

  /** One after the other. */
  private save(): Promise<void> {
    this.saving = this.saving
      .then(() => this.lanes.save())
      .catch((error: unknown) => {
        this.logger.warn({ err: error, msg: 'how far the log is read could not be written down yet' });
      });
    return this.saving;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }
}

/** What waited for more that isn't to be had now needn't wait any longer. */
function tellCaughtUp(followed: FollowedPartition): void {
  if (followed.hasCaughtUp()) for (const worker of followed.lanes.keys()) worker.lookAgain();
}

/** Those whom a record is for. */
function takersOf(
  { lanes }: FollowedPartition,
  tenantUid: string,
  record: ReceivedRecord,
  what: Filtered | undefined,
): readonly Taker[] {
  const all = lanes.ofTenant(tenantUid);
  for (const taker of all) if (!takes(taker, record, what)) return all.filter((one) => takes(one, record, what));
  return all;
}

function takes({ worker, lane }: Taker, { offset, timestamp }: ReceivedRecord, what: Filtered | undefined): boolean {
  if (lane.mode === 'behind' || offset < lane.next || worker.isStopping) return false;
  return worker.filters.letsThrough(timestamp, what);
}

/** Whoever takes the event holds its message from then on. */
function offer({ takers, event }: Entry): void {
  for (const { worker, lane } of takers) worker.offer(lane, event);
  event.release();
}

const kept = ({ actionType, resourceKind, projectUid }: Filtered): Filtered => ({
  actionType,
  resourceKind,
  projectUid,
});

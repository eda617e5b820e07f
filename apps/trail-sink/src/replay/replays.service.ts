import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Caller } from '@trailbook/access';
import { AuditTrail } from '@trailbook/producer';
import { ApiError } from '@trailbook/service';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { StoreReader } from '../delivery/store-reader';
import { FilterHistory } from '../trails/filter-history';
import type { TimeRange } from '../trails/time-range';
import type { TrailEntity } from '../trails/trail.entity';
import { TrailStore } from '../trails/trail-store';
import { TrailSinkConfig } from '../trail-sink.config';
import { ReplayStore } from './replay-store';

/** What a replay may send at most: at a full batch a second some hours. */
const mostEntries = 10_000_000;

/** Starts and stops replays, each an audit event. */
@Injectable()
export class ReplaysService {
  constructor(
    @Inject(TrailSinkConfig) private readonly config: TrailSinkConfig,
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly trails: TrailStore,
    private readonly replays: ReplayStore,
    private readonly reader: StoreReader,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Has a range delivered again, as far as it lies between the retention and now.
   * @throws ApiError 400 for a range with too much in it, 404 without the trail, 409 while another replay of it is
   *   running
   */
  async start(caller: Caller, trailUid: string, range: TimeRange): Promise<string> {
    const trail = await this.trails.one(caller.tenantUid, trailUid);
    const now = Date.now();
    const from = Math.max(range.from, now - this.config.RETENTION_DAYS * 86_400_000);
    const to = Math.min(range.to, now);
    const total = from > to ? 0 : await this.count(trail, { from, to });
    if (total > mostEntries) {
      const problem = `The range has ${total} entries: replay at most ${mostEntries} at once`;
      throw ApiError.invalidRequest('endTime', problem, { entries: total, limit: mostEntries });
    }
    const uid = uuidv7();
    await this.dataSource.transaction(async (manager) => {
      await this.trails.hold(manager, trail);
      if (!(await this.replays.insert(manager, { uid, trailUid, from, to, total }))) {
        throw ApiError.conflict('A replay of this trail is running: wait for it, or cancel it', 'ReplayRunning');
      }
      const [first, last] = [from, to].map((time) => new Date(time).toISOString());
      await this.record(manager, caller, trail, `Entries from ${first} to ${last} are delivered again`);
      await this.trails.announce(manager, trailUid);
    });
    return uid;
  }

  /** @throws ApiError 404 where none is running */
  async cancel(caller: Caller, trailUid: string): Promise<void> {
    const trail = await this.trails.one(caller.tenantUid, trailUid);
    await this.dataSource.transaction(async (manager) => {
      if (!(await this.replays.cancel(manager, trailUid))) throw ApiError.notFound('A replay that is running');
      await this.record(manager, caller, trail, 'The replay is cancelled');
      await this.trails.announce(manager, trailUid);
    });
  }

  private count({ tenantUid, filters }: TrailEntity, range: TimeRange): Promise<number> {
    const { present } = new FilterHistory(filters);
    return this.reader.snapshot(tenantUid, (store) => store.count(present, range));
  }

  private async record(
    manager: EntityManager,
    caller: Caller,
    { uid, name }: TrailEntity,
    what: string,
  ): Promise<void> {
    await this.audit.record(manager, caller, {
      actionType: 'action',
      resource: { kind: 'audittrail', uid, name },
      actionMsg: `Audit trail ${name}: ${what}`,
      project: null,
    });
  }
}

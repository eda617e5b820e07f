import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiError } from '@trailbook/service';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import type { LogEnds } from '../delivery/log-ends';
import { SecretBox } from '../secrets/secret-box';
import { ExternalIds } from './external-ids';
import { FilterHistory } from './filter-history';
import type { TrailDraft } from './trail-draft';
import { TrailEntity, type TrailState } from './trail.entity';
import { isSplunk, roleOf, typeOf, type TrailSecrets } from './trail-settings';

export const maxTrailsOfTenant = 20;
/** Whoever delivers listens to it; the payload is a trail's uid. */
export const trailsChannel = 'trails_changed';

export interface NewTrail {
  readonly uid: string;
  readonly tenantUid: string;
  readonly draft: TrailDraft;
  readonly configUid?: string;
  readonly place?: number;
}

/** The trails of tenants in the database. Every look-up names the tenant. */
@Injectable()
export class TrailStore {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(SecretBox) private readonly box: SecretBox,
    private readonly externalIds: ExternalIds,
  ) {}

  list(tenantUid: string): Promise<TrailEntity[]> {
    return this.dataSource
      .getRepository(TrailEntity)
      .find({ where: { tenantUid }, order: { createdAt: 'ASC', uid: 'ASC' } });
  }

  /** @throws ApiError 404, for another tenant's too */
  async one(tenantUid: string, uid: string, manager = this.dataSource.manager): Promise<TrailEntity> {
    const trail = isUuid(uid) ? await manager.findOneBy(TrailEntity, { tenantUid, uid }) : null;
    if (!trail) throw ApiError.notFound('The audit trail');
    return trail;
  }

  /**
   * Keeps a trail from being deleted until the transaction ends.
   * @throws ApiError 404 when it is gone by now
   */
  async hold(manager: EntityManager, { tenantUid, uid }: TrailEntity): Promise<void> {
    const held = await manager.findOne(TrailEntity, { where: { tenantUid, uid }, lock: { mode: 'for_key_share' } });
    if (!held) throw ApiError.notFound('The audit trail');
  }

  /** The trails of a data-sink configuration, in the order of its list. */
  ofConfig(tenantUid: string, configUid: string, manager = this.dataSource.manager): Promise<TrailEntity[]> {
    return manager.find(TrailEntity, { where: { tenantUid, configUid }, order: { place: 'ASC' } });
  }

  async isNameTaken(tenantUid: string, name: string, exceptUid?: string): Promise<boolean> {
    const other = await this.dataSource.manager.findOneBy(TrailEntity, { tenantUid, name, configUid: IsNull() });
    return other !== null && other.uid !== exceptUid;
  }

  secretsOf({ tenantUid, uid, secrets }: TrailEntity): TrailSecrets {
    return secrets ? (JSON.parse(this.box.open(secrets, { tenantUid, trailUid: uid })) as TrailSecrets) : {};
  }

  /** Locks the tenant's trails against concurrent changes until the transaction ends. */
  async lockTenant(manager: EntityManager, tenantUid: string): Promise<void> {
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [tenantUid]);
  }

  /** @throws ApiError 409 beyond the number of trails that a tenant may have */
  async assertRoom(manager: EntityManager, tenantUid: string, more: number): Promise<void> {
    if ((await manager.countBy(TrailEntity, { tenantUid })) + more <= maxTrailsOfTenant) return;
    throw ApiError.conflict(`A tenant has at most ${maxTrailsOfTenant} audit trails`, 'LimitExceeded');
  }

  /** Saves a new trail, whose deliveries start at the end of the log. */
  async insert(
    manager: EntityManager,
    { uid, tenantUid, draft, configUid, place }: NewTrail,
    log: LogEnds,
  ): Promise<TrailEntity> {
    const now = new Date();
    const trail = manager.create(TrailEntity, {
      uid,
      tenantUid,
      name: draft.name,
      type: typeOf(draft.settings),
      settings: draft.settings,
      filters: [...FilterHistory.of(draft.filter ?? {}).filters],
      secrets: this.sealed(tenantUid, uid, draft),
      state: 'active',
      configUid: configUid ?? null,
      place: place ?? 0,
      version: 1,
      createdAt: now,
      updatedAt: now,
    });
    await manager.insert(TrailEntity, trail);
    await this.claimRole(manager, trail);
    await manager.query('INSERT INTO trails.delivery (trail_uid) VALUES ($1)', [uid]);
    await startLanes(manager, uid, log);
    await this.announce(manager, uid);
    return trail;
  }

  /**
   * A trail that was just verified is no longer parked.
   * @throws ApiError 409 when somebody else changed the trail since it was read
   */
  async update(
    manager: EntityManager,
    trail: TrailEntity,
    draft: TrailDraft,
    place = trail.place,
  ): Promise<TrailEntity> {
    const changed = manager.create(TrailEntity, {
      ...trail,
      name: draft.name,
      settings: draft.settings,
      filters: [...new FilterHistory(trail.filters).changed(draft.filter ?? {}, Date.now()).filters],
      secrets: this.sealed(trail.tenantUid, trail.uid, draft),
      place,
      version: trail.version + 1,
      updatedAt: new Date(),
    });
    const { uid, tenantUid, version } = trail;
    const { affected } = await manager.update(TrailEntity, { uid, tenantUid, version }, changed);
    if (affected !== 1)
      throw ApiError.conflict('Somebody else changed the audit trail at the same time', 'ConcurrentChange');
    await this.claimRole(manager, changed);
    await manager.query(
      'UPDATE trails.delivery SET parked_at = NULL, retry_at = NULL, failures = 0 WHERE trail_uid = $1',
      [uid],
    );
    await this.announce(manager, uid);
    return changed;
  }

  /** Pauses or resumes; to resume a parked trail is to try it again at once. */
  async setState(manager: EntityManager, trail: TrailEntity, state: TrailState): Promise<void> {
    const { uid, tenantUid } = trail;
    await manager.update(TrailEntity, { uid, tenantUid }, { state, updatedAt: new Date(), version: trail.version + 1 });
    if (state === 'active') await retryNow(manager, uid);
    await this.announce(manager, uid);
  }

  /** The encrypted secrets go with it; the tenant's log stream stays. */
  async remove(manager: EntityManager, { uid, tenantUid }: TrailEntity): Promise<void> {
    await manager.delete(TrailEntity, { uid, tenantUid });
    await this.announce(manager, uid);
  }

  /** A trail that takes another's place goes on where that one was. */
  async takeOverLanes(manager: EntityManager, fromUid: string, toUid: string): Promise<void> {
    await manager.query('DELETE FROM trails.lane WHERE trail_uid = $1', [toUid]);
    await manager.query(
      `INSERT INTO trails.lane (trail_uid, epoch_id, kafka_partition, first_offset, next_offset, behind)
       SELECT $2, epoch_id, kafka_partition, next_offset, next_offset, true FROM trails.lane
        WHERE trail_uid = $1 AND NOT ended`,
      [fromUid, toUid],
    );
  }

  /** Tells whoever delivers, when the transaction is done, that something about the trail has changed. */
  async announce(manager: EntityManager, uid: string): Promise<void> {
    await manager.query('SELECT pg_notify($1, $2)', [trailsChannel, uid]);
  }

  private sealed(tenantUid: string, trailUid: string, { secrets }: TrailDraft): Buffer | null {
    if (Object.keys(secrets).length === 0) return null;
    return this.box.seal(JSON.stringify(secrets), { tenantUid, trailUid });
  }

  private async claimRole(manager: EntityManager, { tenantUid, settings }: TrailEntity): Promise<void> {
    const roleArn = roleOf(settings);
    if (roleArn === undefined || isSplunk(settings) || settings.credentials.credentialType === 'secret') return;
    const { credentials, region } = settings;
    await this.externalIds.claim(manager, tenantUid, { roleArn, externalId: credentials.externalId, region });
  }
}

/** Before ingest has seen the log there is no epoch to open lanes in: then where they begin waits for it. */
async function startLanes(manager: EntityManager, uid: string, { log, epochId, ends }: LogEnds): Promise<void> {
  const [partitions, offsets] = [[...ends.keys()], [...ends.values()].map(String)];
  if (epochId === undefined) {
    await manager.query(
      `INSERT INTO trails.lane_start (trail_uid, log, kafka_partition, first_offset)
       SELECT $1, $2, partition, next FROM unnest($3::int4[], $4::int8[]) AS ends (partition, next)`,
      [uid, log, partitions, offsets],
    );
    return;
  }
  await manager.query(
    `INSERT INTO trails.lane (trail_uid, epoch_id, kafka_partition, first_offset, next_offset, behind)
     SELECT $1, $2, partition, next, next, true FROM unnest($3::int4[], $4::int8[]) AS ends (partition, next)`,
    [uid, epochId, partitions, offsets],
  );
}

async function retryNow(manager: EntityManager, uid: string): Promise<void> {
  await manager.query('UPDATE trails.delivery SET retry_at = now() WHERE trail_uid = $1 AND parked_at IS NOT NULL', [
    uid,
  ]);
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

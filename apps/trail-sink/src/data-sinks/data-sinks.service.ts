import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Caller } from '@trailbook/access';
import { AuditTrail } from '@trailbook/producer';
import { ApiError } from '@trailbook/service';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { LogEndReader, type LogEnds } from '../delivery/log-ends';
import { ExternalIds } from '../trails/external-ids';
import { draftOf, type TrailDraft } from '../trails/trail-draft';
import type { TrailEntity } from '../trails/trail.entity';
import { TrailStore } from '../trails/trail-store';
import { cloudWatchOf } from '../trails/trail-settings';
import { cloudWatchView } from '../trails/trail-view';
import { Verifier } from '../verification/verifier';
import { DataSinkConfigEntity } from './data-sink-config.entity';
import { parseDataSinksBody, sinkPath } from './data-sinks-body';
import { matchTrails, type MatchedSink } from './match-trails';

const defaultName = 'audit-data-sinks';

type PlannedSink = MatchedSink & { readonly uid: string; readonly draft: TrailDraft };

/** A tenant's data-sink configuration: a façade over trails of its own. One change of it is one audit entry. */
@Injectable()
export class DataSinksService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly store: TrailStore,
    private readonly externalIds: ExternalIds,
    private readonly verifier: Verifier,
    private readonly logEnds: LogEndReader,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws ApiError 404 where there is none */
  async get(tenantUid: string) {
    const { config, trails } = await this.read(tenantUid);
    return {
      metadata: {
        uid: config.uid,
        name: config.name,
        creationTimestamp: config.createdAt.toISOString(),
        lastModifiedTimestamp: config.updatedAt.toISOString(),
      },
      spec: specView(trails),
    };
  }

  async create(caller: Caller, body: unknown): Promise<string> {
    const { tenantUid } = caller;
    const { name = defaultName, sinks } = parseDataSinksBody(body);
    await this.assertNone(this.dataSource.manager, tenantUid);
    const matched = sinks.map((spec, place) => ({ spec, place }));
    await this.store.assertRoom(this.dataSource.manager, tenantUid, matched.length);
    const planned = await this.plan(tenantUid, name, matched);
    const log = await this.logEnds.now();
    const uid = uuidv7();
    await this.dataSource.transaction(async (manager) => {
      await this.store.lockTenant(manager, tenantUid);
      await this.assertNone(manager, tenantUid);
      await this.store.assertRoom(manager, tenantUid, planned.length);
      const now = new Date();
      await manager.insert(DataSinkConfigEntity, { uid, tenantUid, name, createdAt: now, updatedAt: now });
      const trails = await this.apply(manager, tenantUid, uid, planned, log);
      await this.record(manager, caller, 'create', uid, name, undefined, trails);
    });
    return uid;
  }

  async replace(caller: Caller, body: unknown): Promise<void> {
    const { tenantUid } = caller;
    const { name: given, sinks } = parseDataSinksBody(body);
    const { config, trails } = await this.read(tenantUid);
    const { uid } = config;
    const name = given ?? config.name;
    const { sinks: matched, gone } = matchTrails(sinks, trails);
    const planned = await this.plan(tenantUid, name, matched);
    const log = await this.logEnds.now();
    await this.dataSource.transaction(async (manager) => {
      await this.store.lockTenant(manager, tenantUid);
      await this.assertUnchanged(manager, tenantUid, uid, trails);
      await this.store.assertRoom(manager, tenantUid, matched.filter(({ same }) => !same).length - gone.length);
      await manager.update(DataSinkConfigEntity, { uid, tenantUid }, { name, updatedAt: new Date() });
      const after = await this.apply(manager, tenantUid, uid, planned, log);
      for (const trail of gone) await this.store.remove(manager, trail);
      await this.record(manager, caller, 'update', uid, name, trails, after);
    });
  }

  async remove(caller: Caller): Promise<void> {
    const { tenantUid } = caller;
    await this.dataSource.transaction(async (manager) => {
      await this.store.lockTenant(manager, tenantUid);
      const { uid, name } = await this.find(tenantUid, manager);
      const trails = await this.store.ofConfig(tenantUid, uid, manager);
      for (const trail of trails) await this.store.remove(manager, trail);
      await manager.delete(DataSinkConfigEntity, { uid, tenantUid });
      await this.record(manager, caller, 'delete', uid, name, trails, undefined);
    });
  }

  /** Makes drafts of the list and tries all of them against AWS, side by side. */
  private async plan(tenantUid: string, name: string, matched: readonly MatchedSink[]): Promise<PlannedSink[]> {
    const planned: PlannedSink[] = [];
    for (const sink of matched) {
      const path = sinkPath(sink.place);
      const externalId = await this.externalIds.choose(tenantUid, sink.spec, path);
      const known = sink.same ?? sink.replaces;
      const saved = known && { settings: known.settings, secrets: this.store.secretsOf(known) };
      const draft = draftOf(sink.spec, { name: trailName(name, sink.place), saved, externalId, path });
      planned.push({ ...sink, uid: sink.same?.uid ?? uuidv7(), draft });
    }
    await Promise.all(planned.map(({ uid, draft }) => this.verifier.assertWorks(uid, draft)));
    return planned;
  }

  private async apply(
    manager: EntityManager,
    tenantUid: string,
    configUid: string,
    planned: readonly PlannedSink[],
    log: LogEnds,
  ): Promise<TrailEntity[]> {
    const trails: TrailEntity[] = [];
    for (const { uid, draft, place, same, replaces } of planned) {
      if (same) trails.push(await this.store.update(manager, same, draft, place));
      else trails.push(await this.store.insert(manager, { uid, tenantUid, draft, configUid, place }, log));
      if (replaces) await this.store.takeOverLanes(manager, replaces.uid, uid);
    }
    return trails;
  }

  /** A configuration with the trails that it has at the same moment. */
  private read(tenantUid: string): Promise<{ config: DataSinkConfigEntity; trails: TrailEntity[] }> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const config = await this.find(tenantUid, manager);
      return { config, trails: await this.store.ofConfig(tenantUid, config.uid, manager) };
    });
  }

  private async find(tenantUid: string, manager = this.dataSource.manager): Promise<DataSinkConfigEntity> {
    const config = await manager.findOneBy(DataSinkConfigEntity, { tenantUid });
    if (!config) throw ApiError.notFound('The data-sink configuration');
    return config;
  }

  private async assertNone(manager: EntityManager, tenantUid: string): Promise<void> {
    if (!(await manager.existsBy(DataSinkConfigEntity, { tenantUid }))) return;
    throw ApiError.conflict('The tenant has a data-sink configuration already: change it instead');
  }

  private async assertUnchanged(
    manager: EntityManager,
    tenantUid: string,
    uid: string,
    before: readonly TrailEntity[],
  ): Promise<void> {
    const now = await this.store.ofConfig(tenantUid, uid, manager);
    const versions = (trails: readonly TrailEntity[]) => trails.map((trail) => `${trail.uid} ${trail.version}`).join();
    if (versions(now) === versions(before)) return;
    throw ApiError.conflict('Somebody else changed the configuration at the same time', 'ConcurrentChange');
  }

  private record(
    manager: EntityManager,
    caller: Caller,
    actionType: 'create' | 'update' | 'delete',
    uid: string,
    name: string,
    before: readonly TrailEntity[] | undefined,
    after: readonly TrailEntity[] | undefined,
  ): Promise<string> {
    return this.audit.record(manager, caller, {
      actionType,
      resource: { kind: 'datasink', uid, name },
      actionMsg: `Data-sink configuration ${name} ${actionType}d`,
      before: before && { spec: specView(before) },
      after: after && { spec: specView(after) },
      project: null,
    });
  }
}

const trailName = (name: string, place: number): string => (place === 0 ? name : `${name}-${place + 1}`);

function specView(trails: readonly TrailEntity[]) {
  return {
    auditDataSinks: trails.map(({ type, settings }) => ({ type, cloudWatch: cloudWatchView(cloudWatchOf(settings)) })),
  };
}

import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Caller } from '@trailbook/access';
import { AuditTrail } from '@trailbook/producer';
import { ApiError } from '@trailbook/service';
import type { VerificationReport } from '@trailbook/sinks';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { LogEndReader } from '../delivery/log-ends';
import { sendNow } from '../verification/send-now';
import { SinkFactory } from '../verification/sink-factory';
import { Verifier } from '../verification/verifier';
import { ExternalIds } from './external-ids';
import { splunkDraft } from './splunk-spec';
import { cloudWatchPath, parseTrailBody, parseVerifyBody, type TrailBody } from './trail-body';
import { draftOf, type TrailDraft } from './trail-draft';
import type { TrailEntity, TrailState } from './trail.entity';
import { TrailStore } from './trail-store';
import { auditedTrail } from './trail-view';

const testTimeoutMs = 8_000;

/** Creates, changes and removes a tenant's trails: tried against AWS first, audited in the same transaction. */
@Injectable()
export class TrailsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly store: TrailStore,
    private readonly externalIds: ExternalIds,
    private readonly verifier: Verifier,
    private readonly logEnds: LogEndReader,
    private readonly audit: AuditTrail,
    private readonly sinks: SinkFactory,
  ) {}

  async create(caller: Caller, body: unknown): Promise<string> {
    const { tenantUid } = caller;
    const parsed = parseTrailBody(body);
    await this.assertNameFree(tenantUid, parsed.name);
    await this.store.assertRoom(this.dataSource.manager, tenantUid, 1);
    const uid = uuidv7();
    const draft = await this.draft(tenantUid, parsed);
    await this.verifier.assertWorks(uid, draft);
    const log = await this.logEnds.now();
    return this.dataSource.transaction(async (manager) => {
      await this.store.lockTenant(manager, tenantUid);
      await this.store.assertRoom(manager, tenantUid, 1);
      const trail = await this.store.insert(manager, { uid, tenantUid, draft }, log);
      await this.record(manager, caller, 'create', trail, undefined, trail);
      return uid;
    });
  }

  async update(caller: Caller, uid: string, body: unknown): Promise<void> {
    const trail = await this.ownTrail(caller, uid);
    const parsed = parseTrailBody(body);
    await this.assertNameFree(caller.tenantUid, parsed.name, uid);
    const draft = await this.draft(caller.tenantUid, parsed, trail);
    await this.verifier.assertWorks(uid, draft);
    await this.dataSource.transaction(async (manager) => {
      const changed = await this.store.update(manager, trail, draft);
      await this.record(manager, caller, 'update', changed, trail, changed);
    });
  }

  async remove(caller: Caller, uid: string): Promise<void> {
    const trail = await this.ownTrail(caller, uid);
    await this.dataSource.transaction(async (manager) => {
      await this.store.remove(manager, trail);
      await this.record(manager, caller, 'delete', trail, trail, undefined);
    });
  }

  /** A dry run: nothing is saved, and a failing step is part of the answer. */
  async verify(caller: Caller, body: unknown): Promise<VerificationReport> {
    const parsed = parseVerifyBody(body);
    const saved = parsed.uid === undefined ? undefined : await this.store.one(caller.tenantUid, parsed.uid);
    const draft = await this.draft(caller.tenantUid, parsed, saved);
    return this.verifier.report(saved?.uid ?? uuidv7(), draft);
  }

  async setState(caller: Caller, uid: string, state: TrailState): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await this.store.lockTenant(manager, caller.tenantUid);
      const trail = await this.store.one(caller.tenantUid, uid, manager);
      await this.store.setState(manager, trail, state);
      const word = state === 'paused' ? 'paused' : 'resumed';
      await this.audit.record(manager, caller, {
        actionType: 'update',
        resource: { kind: 'audittrail', uid, name: trail.name },
        actionMsg: `Audit trail ${trail.name} ${word}`,
        before: { status: { state: trail.state } },
        after: { status: { state } },
        project: null,
      });
    });
  }

  /** Puts an event into the trail's stream now, whatever delivery is doing. */
  async test(caller: Caller, uid: string): Promise<{ delivered: true; requestId?: string }> {
    const trail = await this.store.one(caller.tenantUid, uid);
    const sink = this.sinks.open(uid, trail.settings, this.store.secretsOf(trail));
    const time = Date.now();
    const test = {
      uid: uuidv7(),
      time: new Date(time).toISOString(),
      type: 'test',
      message: `Test of the audit trail ${trail.name}`,
    };
    try {
      const requestId = await sendNow(
        sink,
        [{ uid: test.uid, time, message: Buffer.from(JSON.stringify(test)) }],
        testTimeoutMs,
      );
      return { delivered: true, requestId };
    } finally {
      sink.close();
    }
  }

  private async draft(tenantUid: string, { name, sink, filter }: TrailBody, trail?: TrailEntity): Promise<TrailDraft> {
    if (trail && trail.type !== sink.type) {
      throw ApiError.invalidRequest('spec.type', 'spec.type cannot be changed: make another trail instead');
    }
    const saved = trail && { settings: trail.settings, secrets: this.store.secretsOf(trail) };
    if (sink.type === 'splunk') return { name, filter, ...splunkDraft(sink.splunk, saved) };
    const { cloudWatch } = sink;
    const externalId = await this.externalIds.choose(tenantUid, cloudWatch, cloudWatchPath);
    return { ...draftOf(cloudWatch, { name, saved, externalId, path: cloudWatchPath }), filter };
  }

  private async assertNameFree(tenantUid: string, name: string, exceptUid?: string): Promise<void> {
    if (!(await this.store.isNameTaken(tenantUid, name, exceptUid))) return;
    throw ApiError.conflict(`There is an audit trail of the name ${JSON.stringify(name)} already`);
  }

  /** A trail that no data-sink configuration is the master of. */
  private async ownTrail(caller: Caller, uid: string): Promise<TrailEntity> {
    const trail = await this.store.one(caller.tenantUid, uid);
    if (trail.configUid === null) return trail;
    throw ApiError.conflict('This trail is part of the data-sink configuration: change it there', 'ManagedElsewhere');
  }

  private record(
    manager: EntityManager,
    caller: Caller,
    actionType: 'create' | 'update' | 'delete',
    { uid, name }: TrailEntity,
    before: TrailEntity | undefined,
    after: TrailEntity | undefined,
  ): Promise<string> {
    return this.audit.record(manager, caller, {
      actionType,
      resource: { kind: 'audittrail', uid, name },
      actionMsg: `Audit trail ${name} ${actionType}d`,
      before: before && auditedTrail(before),
      after: after && auditedTrail(after),
      project: null,
    });
  }
}

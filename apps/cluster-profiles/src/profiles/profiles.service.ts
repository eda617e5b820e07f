import { Injectable } from '@nestjs/common';
import type { Caller } from '@trailbook/access';
import { AuditTrail, type AuditAction } from '@trailbook/producer';
import { ApiError, pageOf, pageStart, type Page, type PageQuery } from '@trailbook/service';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { ClusterProfile } from './cluster-profile.entity';
import type { ProfileDraft } from './profile-body';
import { readPage } from './read-page';
import { scopeOf } from './scope';

/** Profiles of the scope that a caller acts in; every change is recorded in the transaction that makes it. */
@Injectable()
export class ProfilesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditTrail,
  ) {}

  async list(caller: Caller, query: PageQuery): Promise<Page<ClusterProfile>> {
    const start = pageStart(query);
    const { found, count, limit } = await readPage(this.dataSource.manager, scopeOf(caller), start);
    return pageOf(found, count, { ...start, limit }, ({ uid }) => uid);
  }

  async get(caller: Caller, uid: string): Promise<ClusterProfile> {
    return found(await this.dataSource.getRepository(ClusterProfile).findOneBy({ ...scopeOf(caller), uid }));
  }

  async create(caller: Caller, draft: ProfileDraft): Promise<string> {
    return this.dataSource.transaction(async (manager) => {
      const profile = manager.create(ClusterProfile, { ...scopeOf(caller), uid: uuidv7(), ...draft });
      await unlessTaken(profile.name, () => manager.insert(ClusterProfile, profile));
      await this.record(manager, caller, 'create', profile, { after: stateOf(profile) });
      return profile.uid;
    });
  }

  async update(caller: Caller, uid: string, draft: ProfileDraft): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const profile = await locked(manager, caller, uid);
      const before = stateOf(profile);
      Object.assign(profile, { ...draft });
      await unlessTaken(profile.name, () => manager.update(ClusterProfile, { uid }, { ...draft }));
      await this.record(manager, caller, 'update', profile, { before, after: stateOf(profile) });
    });
  }

  async delete(caller: Caller, uid: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const profile = await locked(manager, caller, uid);
      await manager.delete(ClusterProfile, { uid });
      await this.record(manager, caller, 'delete', profile, { before: stateOf(profile) });
    });
  }

  private async record(
    manager: EntityManager,
    caller: Caller,
    actionType: 'create' | 'update' | 'delete',
    { uid, name }: ClusterProfile,
    states: Pick<AuditAction, 'before' | 'after'>,
  ): Promise<void> {
    const done = { create: 'Created', update: 'Updated', delete: 'Deleted' }[actionType];
    const resource = { kind: 'clusterprofile', uid, name };
    await this.audit.record(manager, caller, {
      actionType,
      resource,
      actionMsg: `${done} the cluster profile ${name}`,
      ...states,
    });
  }
}

/** The row lock makes changes of one profile, and with them their events, follow each other. */
async function locked(manager: EntityManager, caller: Caller, uid: string): Promise<ClusterProfile> {
  const where = { ...scopeOf(caller), uid };
  return found(await manager.findOne(ClusterProfile, { where, lock: { mode: 'pessimistic_write' } }));
}

function found(profile: ClusterProfile | null): ClusterProfile {
  if (!profile) throw ApiError.notFound('The cluster profile');
  return profile;
}

/** What of a profile its users change: the states that events compare. */
function stateOf({ name, description, spec }: ClusterProfile) {
  return { metadata: { name, description }, spec };
}

const UNIQUE_VIOLATION = '23505';

async function unlessTaken(name: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if ((error as { driverError?: { code?: unknown } }).driverError?.code !== UNIQUE_VIOLATION) throw error;
    throw ApiError.conflict(`A cluster profile named ${name} exists in this scope already`);
  }
}

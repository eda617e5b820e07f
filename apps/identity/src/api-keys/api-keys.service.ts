import { Injectable } from '@nestjs/common';
import type { Caller } from '@trailbook/access';
import { AuditTrail, type AuditAction } from '@trailbook/producer';
import { ApiError, type Page } from '@trailbook/service';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { readPage } from '../database/read-page';
import { TenantTransaction } from '../database/tenant-transaction';
import { RightsService } from '../rights/rights.service';
import { userOf } from '../users/users.service';
import { newSecret } from './api-key-secret';
import { apiKeyResource, stateOf } from './api-key-content';
import type { ApiKeyBody, ApiKeyQuery } from './api-key.dto';
import { ApiKey } from './api-key.entity';

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transaction: TenantTransaction,
    private readonly rights: RightsService,
    private readonly audit: AuditTrail,
  ) {}

  list({ tenantUid }: Caller, query: ApiKeyQuery): Promise<Page<ApiKey>> {
    const where = { tenantUid, ...(query.userUid && { userUid: query.userUid }) };
    return readPage(this.dataSource.manager, ApiKey, where, query);
  }

  get({ tenantUid }: Caller, uid: string): Promise<ApiKey> {
    return keyOf(this.dataSource.manager, tenantUid, uid);
  }

  /** @returns the key's uid, and its secret, which nobody will see again */
  async create(caller: Caller, { metadata, spec }: ApiKeyBody): Promise<{ uid: string; apiKey: string }> {
    const { secret, hash } = newSecret();
    return this.transaction.run(caller.tenantUid, async (manager) => {
      const user = await userOf(manager, caller.tenantUid, spec?.userUid ?? caller.userUid);
      const key = manager.create(ApiKey, {
        uid: uuidv7(),
        tenantUid: caller.tenantUid,
        userUid: user.uid,
        name: metadata.name,
        secretHash: hash,
        expiresAt: future(spec?.expiry),
        revokedAt: spec?.isActive === false ? new Date() : null,
        lastUsedAt: null,
      });
      await this.assertMayActAs(manager, caller, user.uid);
      await manager.insert(ApiKey, key);
      await this.record(manager, caller, 'create', key, `Created the API key ${key.name} of ${user.emailId}`, {
        after: stateOf(key),
      });
      return { uid: key.uid, apiKey: secret };
    });
  }

  async update(caller: Caller, uid: string, { metadata, spec }: ApiKeyBody): Promise<void> {
    await this.transaction.run(caller.tenantUid, async (manager) => {
      const key = await keyOf(manager, caller.tenantUid, uid);
      if (spec?.userUid !== undefined && spec.userUid !== key.userUid) {
        throw ApiError.invalidRequest('spec.userUid', 'spec.userUid: a key stays with its user');
      }
      const before = stateOf(key);
      const revoked = key.revokedAt !== null;
      if (revoked && spec?.isActive === true)
        throw ApiError.conflict('A revoked API key stays revoked', 'ApiKeyRevoked');
      const revokes = !revoked && spec?.isActive === false && !expired(key);
      const expiresAt = sameMoment(spec?.expiry, key.expiresAt) ? key.expiresAt : future(spec?.expiry);
      if (later(expiresAt, key.expiresAt)) await this.assertMayActAs(manager, caller, key.userUid);
      Object.assign(key, { name: metadata.name, expiresAt, revokedAt: revokes ? new Date() : key.revokedAt });
      const { name, revokedAt } = key;
      await manager.update(ApiKey, { uid }, { name, expiresAt, revokedAt });
      const message = `${revokes ? 'Revoked' : 'Updated'} the API key ${name}`;
      await this.record(manager, caller, 'update', key, message, { before, after: stateOf(key) });
    });
  }

  async delete(caller: Caller, uid: string): Promise<void> {
    await this.transaction.run(caller.tenantUid, async (manager) => {
      const key = await keyOf(manager, caller.tenantUid, uid);
      await manager.delete(ApiKey, { uid });
      await this.record(manager, caller, 'delete', key, `Deleted the API key ${key.name}`, { before: stateOf(key) });
    });
  }

  /** A key lets its holder do all that its user may. */
  private async assertMayActAs(manager: EntityManager, caller: Caller, userUid: string): Promise<void> {
    if (userUid === caller.userUid) return;
    await this.rights.assertMayGrant(manager, caller, await this.rights.ofUser(manager, caller.tenantUid, userUid));
  }

  private async record(
    manager: EntityManager,
    caller: Caller,
    actionType: 'create' | 'update' | 'delete',
    key: ApiKey,
    actionMsg: string,
    states: Pick<AuditAction, 'before' | 'after'>,
  ): Promise<void> {
    await this.audit.record(manager, caller, { actionType, resource: apiKeyResource(key), actionMsg, ...states });
  }
}

/** @throws ApiError 404 for a key that is not the tenant's */
async function keyOf(manager: EntityManager, tenantUid: string, uid: string): Promise<ApiKey> {
  const key = await manager.findOneBy(ApiKey, { tenantUid, uid });
  if (!key) throw ApiError.notFound('The API key');
  return key;
}

function future(expiry: Date | undefined): Date | null {
  if (expiry === undefined) return null;
  if (expiry.getTime() > Date.now()) return expiry;
  throw ApiError.invalidRequest('spec.expiry', 'spec.expiry must lie ahead');
}

function expired({ expiresAt }: ApiKey): boolean {
  return expiresAt !== null && expiresAt.getTime() <= Date.now();
}

function sameMoment(one: Date | undefined, other: Date | null): boolean {
  return (one?.getTime() ?? null) === (other?.getTime() ?? null);
}

function later(one: Date | null, other: Date | null): boolean {
  return (one?.getTime() ?? Infinity) > (other?.getTime() ?? Infinity);
}

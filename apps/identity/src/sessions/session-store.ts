import { Inject, Injectable } from '@nestjs/common';
import { ApiError, type Page, type PageQuery } from '@trailbook/service';
import { DataSource, MoreThan, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { readPage } from '../database/read-page';
import { IdentityConfig } from '../identity.config';
import type { User } from '../users/user.entity';
import type { LoginOrigin } from './login.dto';
import { SESSION_MS, SessionTokens } from './session-tokens';
import { Session } from './session.entity';

const SWEPT_AT_ONCE = 200;

type SessionUser = Pick<User, 'uid' | 'tenantUid' | 'sessionGeneration'>;

/** The sessions of users. A token is good for as long as its session has a row here. */
@Injectable()
export class SessionStore {
  private readonly idleMinutes: number;

  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: SessionTokens,
    @Inject(IdentityConfig) config: IdentityConfig,
  ) {
    this.idleMinutes = config.SESSION_IDLE_MINUTES;
  }

  /**
   * Begins a session.
   * @param uid made before, where the log names it already
   * @returns its token
   */
  async begin(
    manager: EntityManager,
    { uid: userUid, tenantUid, sessionGeneration }: SessionUser,
    { ip, userAgent, issuer }: LoginOrigin & { issuer?: string },
    uid = uuidv7(),
  ): Promise<string> {
    await sweep(manager);
    const now = new Date();
    await manager.insert(Session, {
      uid,
      tenantUid,
      userUid,
      beganAt: now,
      lastUsedAt: now,
      endsAt: new Date(now.getTime() + SESSION_MS),
      ip: ip ?? null,
      userAgent: userAgent ?? null,
      issuer: issuer ?? null,
    });
    return this.tokens.sign({ sub: userUid, tid: tenantUid, gen: sessionGeneration, jti: uid });
  }

  /** Sessions of a tenant that go on, the oldest first; of one user where that is named. */
  list(tenantUid: string, userUid: string | undefined, query: PageQuery): Promise<Page<Session>> {
    const now = Date.now();
    const where = {
      tenantUid,
      ...(userUid !== undefined && { userUid }),
      endsAt: MoreThan(new Date(now)),
      lastUsedAt: MoreThan(new Date(now - this.idleMinutes * 60_000)),
    };
    return readPage(this.dataSource.manager, Session, where, query);
  }

  /** @throws ApiError 404 for a session that is not the tenant's */
  async one(manager: EntityManager, tenantUid: string, uid: string): Promise<Session> {
    const session = await manager.findOneBy(Session, { tenantUid, uid });
    if (!session) throw ApiError.notFound('The session');
    return session;
  }

  /**
   * Ends one session of a user.
   * @throws ApiError 404 for one that is not the user's, or is over
   */
  async end(manager: EntityManager, tenantUid: string, userUid: string, uid: string): Promise<void> {
    const { affected } = await manager.delete(Session, { tenantUid, userUid, uid });
    if (affected !== 1) throw ApiError.notFound('The session');
  }

  /**
   * Ends every session of a user, save one.
   * @returns how many there were
   */
  async endAll(manager: EntityManager, tenantUid: string, userUid: string, exceptUid = ''): Promise<number> {
    const [, ended] = await manager.query<[unknown[], number]>(
      'DELETE FROM identity.session WHERE tenant_uid = $1 AND user_uid = $2 AND uid <> $3',
      [tenantUid, userUid, exceptUid],
    );
    return ended;
  }
}

/** Takes away what is over, a little at every login. */
async function sweep(manager: EntityManager): Promise<void> {
  await manager.query(
    `DELETE FROM identity.session WHERE uid IN (
       SELECT uid FROM identity.session WHERE ends_at < now() ORDER BY ends_at LIMIT $1 FOR UPDATE SKIP LOCKED)`,
    [SWEPT_AT_ONCE],
  );
}

import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ApiError } from '@trailbook/service';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { judgeAttempt, WINDOW_MINUTES, type AttemptLimit, type Standing } from './attempt-limit';

/** A login that takes longer has died with its process. */
const JUDGED_WITHIN_SECONDS = 30;
const LONGEST_WAIT_MS = 10_000;
const LOOK_AGAIN_MS = 50;
const SWEPT_AT_ONCE = 200;

/** What failures are counted by, and how many of them there may be. */
export interface Counted {
  /** Kept as its SHA-256 alone. */
  readonly subject: string;
  readonly limit: AttemptLimit;
}

type Verdict = { kind: 'go'; attempt: string } | { kind: 'wait' } | { kind: 'refused'; retryAfterSeconds: number };
type Key = { digest: Buffer; limit: AttemptLimit };

/**
 * Counts failed attempts in the database, so that all instances count together. An attempt takes its place before the
 * password is looked at: whoever tries a hundred passwords at once gets ten tries as well.
 */
@Injectable()
export class LoginAttempts {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Takes a place for one attempt; give it back by {@link failed} or {@link succeeded}.
   * @throws ApiError 429 where too many failed by any of what it is counted by
   */
  async begin(counted: readonly Counted[]): Promise<string> {
    const keys = keysOf(counted);
    for (const deadline = Date.now() + LONGEST_WAIT_MS; ;) {
      const verdict = await this.judge(keys);
      if (verdict.kind === 'go') return verdict.attempt;
      if (verdict.kind === 'refused') throw tooManyFailures(verdict.retryAfterSeconds);
      if (Date.now() > deadline) throw tooManyFailures(1);
      await pause(LOOK_AGAIN_MS);
    }
  }

  async failed(manager: EntityManager, attempt: string): Promise<void> {
    await manager.query('UPDATE identity.login_attempt SET failed = true, at = clock_timestamp() WHERE attempt = $1', [
      attempt,
    ]);
  }

  async succeeded(manager: EntityManager, attempt: string): Promise<void> {
    await manager.query('DELETE FROM identity.login_attempt WHERE attempt = $1', [attempt]);
  }

  private judge(keys: readonly Key[]): Promise<Verdict> {
    return this.dataSource.transaction(async (manager): Promise<Verdict> => {
      // In one order for all, so that two logins never wait for each other.
      for (const { digest } of keys) {
        await manager.query('SELECT pg_advisory_xact_lock($1)', [digest.readBigInt64BE().toString()]);
      }
      await sweep(manager);
      let waits = false;
      let retryAfterSeconds = 0;
      for (const { digest, limit } of keys) {
        const judgement = judgeAttempt(limit, await standingOf(manager, digest));
        if (judgement === 'wait') waits = true;
        else if (judgement !== 'go') retryAfterSeconds = Math.max(retryAfterSeconds, judgement.retryAfterSeconds);
      }
      if (retryAfterSeconds > 0) return { kind: 'refused', retryAfterSeconds };
      if (waits) return { kind: 'wait' };
      const attempt = uuidv7();
      await manager.query(
        'INSERT INTO identity.login_attempt (subject, attempt) SELECT subject, $2 FROM unnest($1::bytea[]) subject',
        [keys.map(({ digest }) => digest), attempt],
      );
      return { kind: 'go', attempt };
    });
  }
}

async function standingOf(manager: EntityManager, digest: Buffer): Promise<Standing> {
  const [standing] = await manager.query<Standing[]>(
    `SELECT count(*) FILTER (WHERE failed)::int AS failed,
            count(*) FILTER (WHERE NOT failed AND at > clock_timestamp() - make_interval(secs => $2))::int AS pending,
            extract(epoch FROM clock_timestamp() - max(at) FILTER (WHERE failed))::float8 AS "sinceLastSeconds"
       FROM identity.login_attempt WHERE subject = $1 AND at > clock_timestamp() - make_interval(mins => $3)`,
    [digest, JUDGED_WITHIN_SECONDS, WINDOW_MINUTES],
  );
  return standing ?? { failed: 0, pending: 0, sinceLastSeconds: null };
}

/** Takes away what no longer counts, a little at every login. */
async function sweep(manager: EntityManager): Promise<void> {
  await manager.query(
    `DELETE FROM identity.login_attempt WHERE id IN (
       SELECT id FROM identity.login_attempt WHERE at < clock_timestamp() - make_interval(mins => $1)
        ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [WINDOW_MINUTES, SWEPT_AT_ONCE],
  );
}

function keysOf(counted: readonly Counted[]): Key[] {
  return counted
    .map(({ subject, limit }) => ({ digest: createHash('sha256').update(subject, 'utf8').digest(), limit }))
    .sort((one, other) => one.digest.compare(other.digest));
}

function tooManyFailures(retryAfterSeconds: number): ApiError {
  return ApiError.tooMany('There were too many failed logins', retryAfterSeconds);
}

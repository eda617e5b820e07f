import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ApiError } from '@trailbook/service';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { nameKey } from '../database/name-key';
import { networkOf } from './network-of';

/** So many failed logins of an e-mail or of an address in {@link WINDOW_MINUTES} minutes are enough. */
export const MOST_FAILURES = 10;
export const WINDOW_MINUTES = 15;
/** A login that takes longer has died with its process. */
const JUDGED_WITHIN_SECONDS = 30;
const LONGEST_WAIT_MS = 10_000;
const LOOK_AGAIN_MS = 50;
const SWEPT_AT_ONCE = 200;

/** By what a login's failure is counted. */
export interface Counted {
  emailId?: string;
  address?: string;
  /** A user who shows his password once more, in a session. */
  userUid?: string;
}

type Verdict = { kind: 'go'; attempt: string } | { kind: 'wait' } | { kind: 'refused'; retryAfterSeconds: number };

interface Standing {
  failed: number;
  pending: number;
  freeInSeconds: number | null;
}

/**
 * Counts failed logins by e-mail and by network address, in the database, so that all instances count together. A login
 * takes its place before the password is looked at: whoever tries a hundred passwords at once gets ten tries as well.
 */
@Injectable()
export class LoginAttempts {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Takes a place for one login; give it back by {@link failed} or {@link succeeded}.
   * @throws ApiError 429 when the e-mail, the address or the user has used up its failures
   */
  async begin(counted: Counted): Promise<string> {
    const subjects = subjectsOf(counted);
    for (const deadline = Date.now() + LONGEST_WAIT_MS; ;) {
      const verdict = await this.judge(subjects);
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

  private judge(subjects: Buffer[]): Promise<Verdict> {
    return this.dataSource.transaction(async (manager): Promise<Verdict> => {
      // In one order for all, so that two logins never wait for each other.
      for (const subject of subjects) {
        await manager.query('SELECT pg_advisory_xact_lock($1)', [subject.readBigInt64BE().toString()]);
      }
      await sweep(manager);
      const standings: Standing[] = [];
      for (const subject of subjects) standings.push(await standingOf(manager, subject));
      const refused = standings.filter(({ failed }) => failed >= MOST_FAILURES);
      if (refused.length > 0) {
        return {
          kind: 'refused',
          retryAfterSeconds: Math.max(...refused.map(({ freeInSeconds }) => freeInSeconds ?? 1)),
        };
      }
      if (standings.some(({ failed, pending }) => failed + pending >= MOST_FAILURES)) return { kind: 'wait' };
      const attempt = uuidv7();
      await manager.query(
        'INSERT INTO identity.login_attempt (subject, attempt) SELECT subject, $2 FROM unnest($1::bytea[]) subject',
        [subjects, attempt],
      );
      return { kind: 'go', attempt };
    });
  }
}

async function standingOf(manager: EntityManager, subject: Buffer): Promise<Standing> {
  const [standing] = await manager.query<Standing[]>(
    `SELECT count(*) FILTER (WHERE failed)::int AS failed,
            count(*) FILTER (WHERE NOT failed AND at > clock_timestamp() - make_interval(secs => $2))::int AS pending,
            ceil(extract(epoch FROM (array_agg(at ORDER BY at DESC) FILTER (WHERE failed))[$4]
                 + make_interval(mins => $3) - clock_timestamp()))::int AS "freeInSeconds"
       FROM identity.login_attempt WHERE subject = $1 AND at > clock_timestamp() - make_interval(mins => $3)`,
    [subject, JUDGED_WITHIN_SECONDS, WINDOW_MINUTES, MOST_FAILURES],
  );
  return standing ?? { failed: 0, pending: 0, freeInSeconds: null };
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

function subjectsOf({ emailId, address, userUid }: Counted): Buffer[] {
  const network = address === undefined ? undefined : networkOf(address);
  const subjects = [
    ...(emailId === undefined ? [] : [digest(`email ${nameKey(emailId)}`)]),
    ...(network === undefined ? [] : [digest(`network ${network}`)]),
    ...(userUid === undefined ? [] : [digest(`user ${userUid}`)]),
  ];
  return subjects.sort((one, other) => one.compare(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

function tooManyFailures(retryAfterSeconds: number): ApiError {
  return ApiError.tooMany('There were too many failed logins', retryAfterSeconds);
}

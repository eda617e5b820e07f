import { setTimeout as sleep } from 'node:timers/promises';
import { asAdministrator, killHard, waitFor } from '@trailbook/testing';
import { DeliveryUnderTest, type TrailUnderTest } from '../testing/delivery.fixture';
import type { TrailSinkProcess } from '../testing/trail-sink-process';

/** What a replay reads and sends at a time, and then writes down. */
const pageBytes = 2 * 1024 * 1024;
const kills = 2;

describe('a replay whose process is killed', () => {
  const delivery = new DeliveryUnderTest({ DELIVERY_LINGER_MS: '300' });
  let service: TrailSinkProcess;

  beforeAll(async () => {
    await delivery.startParts();
    delivery.startIngest();
    service = await delivery.startProcess();
  }, 120_000);
  afterAll(async () => {
    await service?.stop();
    await delivery.stop();
  }, 60_000);

  const rowsOf = <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
    asAdministrator(delivery.database.name, async (admin) => (await admin.query<Row>(text, values)).rows);

  /** As it is written down, whoever is alive. */
  async function replayOf({ uid }: TrailUnderTest): Promise<{ state: string; sent: number; total: number }> {
    const text = 'SELECT state, sent::float8 AS sent, total::float8 AS total FROM trails.replay WHERE trail_uid = $1';
    return (await rowsOf<{ state: string; sent: number; total: number }>(text, [uid]))[0]!;
  }

  const putCalls = async () => (await delivery.aws.calls()).PutLogEvents ?? 0;

  it('goes on where it was, sends all of its range, and repeats a page a kill at most', async () => {
    const trail = await delivery.newTrail();
    await trail.publish(1);
    await trail.arrived(1);
    const startTime = new Date().toISOString();
    const contentMsg = 'x'.repeat(2_000);
    const uids: string[] = [];
    for (let part = 0; part < 4; part += 1) uids.push(...(await trail.publish(2_000, { contentMsg })));
    await trail.arrived(1 + uids.length, 60_000);
    const range = { startTime, endTime: new Date().toISOString() };
    await waitFor('all to be stored', async () => (await trail.status()).pending === 0, { timeoutMs: 40_000 });
    // It takes its time, so that there is a middle of it.
    await delivery.aws.fault({ kind: 'throttle', accessKeyId: trail.accessKey, rate: 0.6 });
    expect(await trail.send('POST', '/replay', range)).toMatchObject({ status: 201 });

    // While a call is under way to which nobody answers.
    const hasBegun = async () => (await replayOf(trail)).sent > 0;
    await waitFor('the replay to begin', hasBegun, { timeoutMs: 60_000, everyMs: 20 });
    await delivery.aws.clearFaults();
    await delivery.aws.fault({ kind: 'hang', accessKeyId: trail.accessKey });
    const isHanging = async () => {
      const calls = await putCalls();
      await sleep(1_500);
      return (await putCalls()) === calls;
    };
    await waitFor('a call that is the last one', isHanging, { timeoutMs: 60_000 });
    await killHard(service.pid);
    const first = await replayOf(trail);
    expect(first).toMatchObject({ state: 'running', total: uids.length });
    await delivery.aws.clearFaults();

    // When a page is at the sink, and nobody has written that down.
    await asAdministrator(delivery.database.name, async (admin) => {
      await admin.query('BEGIN');
      await admin.query('SELECT FROM trails.replay WHERE trail_uid = $1 FOR UPDATE', [trail.uid]);
      service = await delivery.startProcess();
      // By how the statement begins: PostgreSQL shows the first kilobyte of it.
      const waiting = `FROM pg_stat_activity WHERE datname = current_database() AND usename = 'trailbook_sink'
                          AND wait_event_type = 'Lock' AND query LIKE '%INTO trails.receipt (trail_uid, replay_uid%'`;
      const isWaiting = async () => (await rowsOf(`SELECT pid ${waiting}`)).length === 1;
      await waitFor('a page to be written down', isWaiting, { timeoutMs: 60_000 });
      await killHard(service.pid);
      // PostgreSQL would still do what it was told.
      await rowsOf(`SELECT pg_terminate_backend(pid) ${waiting}`);
      await waitFor('that to be forgotten', async () => !(await isWaiting()));
      await admin.query('ROLLBACK');
    });
    expect(await replayOf(trail)).toEqual(first);
    service = await delivery.startProcess();

    await waitFor('the replay', async () => (await replayOf(trail)).state === 'done', { timeoutMs: 90_000 });
    expect(await replayOf(trail)).toMatchObject({ sent: uids.length, total: uids.length });
    const messages = (await trail.messages()).slice(1);
    const times = new Map<string, number>();
    for (const message of messages) {
      const { uid } = JSON.parse(message) as { uid: string };
      times.set(uid, (times.get(uid) ?? 0) + 1);
    }
    // Once from the log and once more by the replay.
    expect(uids.filter((uid) => (times.get(uid) ?? 0) < 2)).toEqual([]);
    expect(times.size).toBe(uids.length);
    const repeated = messages.length - 2 * uids.length;
    expect(repeated).toBeGreaterThan(0);
    expect(repeated).toBeLessThanOrEqual(
      kills * Math.ceil(pageBytes / Math.min(...messages.map(({ length }) => length))),
    );
  }, 240_000);
});

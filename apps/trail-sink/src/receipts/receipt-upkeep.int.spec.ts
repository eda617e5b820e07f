import { Logger } from '@nestjs/common';
import { asAdministrator, testDatabase, waitFor, type TestDatabase } from '@trailbook/testing';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import type { TrailSinkConfig } from '../trail-sink.config';
import { ReceiptStore } from './receipt-store';
import { ReceiptUpkeep } from './receipt-upkeep';

const config = { RETENTION_DAYS: 30 } as TrailSinkConfig;
const hourMs = 3_600_000;

/** What the timers of a database's client need. */
const realTimers = [
  'Date',
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'setTimeout',
] as const;

describe('the upkeep of receipts', () => {
  let database: TestDatabase;
  const dataSources: DataSource[] = [];
  let trailUid: string;
  const goneUid = randomUUID();

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await testDatabase();
    const url = database.url('trailbook_sink');
    for (let instance = 0; instance < 2; instance += 1) {
      dataSources.push(await new DataSource({ type: 'postgres', url, installExtensions: false }).initialize());
    }
  }, 60_000);

  beforeEach(async () => {
    trailUid = randomUUID();
    await query('DELETE FROM trails.receipt', []);
    await query(
      `INSERT INTO trails.trail (uid, tenant_uid, name, type, settings, state, created_at, updated_at)
       SELECT uid, 'acme', uid, 'cloudwatch', '{}', 'active', now(), now() FROM (SELECT $1::uuid AS uid) u`,
      [trailUid],
    );
  });

  afterEach(() => jest.useRealTimers());
  afterAll(async () => {
    await Promise.all(dataSources.map((one) => one.destroy()));
    await database?.drop();
  });

  const query = <Row>(text: string, values: unknown[]): Promise<Row[]> => dataSources[0]!.query(text, values);
  const upkeepOf = (dataSource: DataSource | undefined) => new ReceiptUpkeep(config, new ReceiptStore(dataSource!));

  /** Receipts that were written so many days ago, of events that happened whenever. */
  const receipts = (count: number, uid: string, daysAgo: number) =>
    query(
      `INSERT INTO trails.receipt (acknowledged_at, first_time, last_time, first_offset, last_offset, uid_xor, trail_uid,
              epoch_id, kafka_partition, accepted, rejected, resent, uids, rejected_uids)
       SELECT now() - make_interval(days => $3), now(), now(), n, n, 0, $2, 1, 0, 1, 0, 0, '', ''
         FROM generate_series(1, $1::int) n`,
      [count, uid, daysAgo],
    );

  /** How many there are, by trail and age in days. */
  async function left(): Promise<Record<string, number>> {
    const rows = await query<{ trail_uid: string; days: number; count: number }>(
      `SELECT trail_uid, (extract(epoch FROM now() - acknowledged_at) / 86400)::int AS days, count(*)::int AS count
         FROM trails.receipt GROUP BY 1, 2 ORDER BY 1, 2`,
      [],
    );
    return Object.fromEntries(rows.map((row) => [`${row.trail_uid} ${row.days}`, row.count]));
  }

  it('clears away what is behind the retention and what is of trails that are gone, and nothing else', async () => {
    await receipts(7, trailUid, 0);
    await receipts(3, trailUid, 30);
    await receipts(12_000, trailUid, 32);
    await receipts(6_000, goneUid, 0);
    await receipts(1, goneUid, 400);
    // As many instances as there are do it, at the same time.
    const instances = dataSources.map(upkeepOf);
    for (const instance of instances) instance.start();
    await Promise.all(instances.map((instance) => instance.onApplicationShutdown()));
    expect(await left()).toEqual({ [`${trailUid} 0`]: 7, [`${trailUid} 30`]: 3 });
  }, 60_000);

  it('tries again an hour after it failed', async () => {
    await receipts(5, trailUid, 32);
    jest.useFakeTimers({ doNotFake: [...realTimers, 'clearTimeout', 'clearImmediate'] });
    const upkeep = upkeepOf(dataSources[1]);
    await asAdministrator(database.name, async (admin) => {
      await admin.query('BEGIN');
      await admin.query('LOCK TABLE trails.receipt IN ACCESS EXCLUSIVE MODE');
      upkeep.start();
      const waiting = `FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      const isWaiting = async () => (await query(`SELECT pid ${waiting}`, [])).length === 1;
      await waitFor('it to wait', isWaiting);
      await query(`SELECT pg_cancel_backend(pid) ${waiting}`, []);
      await waitFor('it to give up', async () => !(await isWaiting()));
      await admin.query('COMMIT');
    });
    expect(await left()).toEqual({ [`${trailUid} 32`]: 5 });
    jest.advanceTimersByTime(hourMs);
    await upkeep.onApplicationShutdown();
    expect(await left()).toEqual({});
  }, 60_000);
});

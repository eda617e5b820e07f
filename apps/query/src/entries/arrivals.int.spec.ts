import type { Caller } from '@trailbook/access';
import type { AuditList } from '@trailbook/contract';
import {
  aCaller,
  anEvent,
  storeWriter,
  testDatabase,
  type EventWishes,
  type StoreWriter,
  type TestDatabase,
} from '@trailbook/testing';
import { queryUnderTest, type QueryUnderTest } from '../testing/query.fixture';

const day = 86_400_000;

describe('entries in order of arrival', () => {
  let database: TestDatabase;
  let writers: StoreWriter[];
  let query: QueryUnderTest;

  beforeAll(async () => {
    database = await testDatabase();
    writers = [];
    for (const partition of [0, 1, 2]) writers.push(await storeWriter(database, partition));
    query = await queryUnderTest(database);
  }, 60_000);

  afterAll(async () => {
    await query?.close();
    await Promise.all((writers ?? []).map((writer) => writer.close()));
    await database?.drop();
  });

  const callerOf = (tenantUid: string): Caller => ({ ...aCaller('Tenant Admin'), tenantUid });
  const write = (tenantUid: string, count: number, wishes: EventWishes = {}, partition = 0) =>
    writers[partition]!.write(
      Array.from({ length: count }, () => anEvent({ ...wishes, data: { tenantUid, ...wishes.data } })),
    );

  async function page(caller: Caller, parameters: string, token = ''): Promise<AuditList> {
    const url = `/v1/audits?order=asc${parameters}${token && `&continue=${encodeURIComponent(token)}`}`;
    const { status, body } = await query.get(caller, url);
    expect([status, body.code]).toEqual([200, undefined]);
    return body;
  }

  /** Reads until there is no more for now. */
  async function follow(caller: Caller, parameters = '', from = '') {
    const uids: string[] = [];
    for (let token = from; ;) {
      const { items, listmeta } = await page(caller, parameters, token);
      uids.push(...items.map(({ metadata }) => metadata.uid));
      expect(listmeta.limit).toBe(items.length);
      expect(listmeta.continue === '').toBe(listmeta.next !== undefined);
      if (listmeta.next !== undefined) return { uids, next: listmeta.next, count: listmeta.count };
      token = listmeta.continue;
    }
  }

  it('are walked oldest arrival first, and the last page waits for what comes later, backdated or not', async () => {
    const caller = callerOf('arrivals');
    const now = Date.now();
    const first = await write('arrivals', 70, { time: now });
    const late = await write('arrivals', 3, { time: now - 5 * day }, 1);
    const begun = await follow(caller, '&limit=20');
    expect(begun).toMatchObject({ uids: [...first, ...late], count: 73 });
    const idle = await page(caller, '&limit=20', begun.next);
    expect(idle).toMatchObject({ items: [], listmeta: { continue: '', limit: 0, offset: 73, count: 73 } });

    await write('somebody-else', 5);
    const backdated = await write('arrivals', 2, { time: now - 20 * day });
    const newer = await write('arrivals', 1, { time: now + 1_000 }, 2);
    for (const token of [begun.next, idle.listmeta.next]) {
      expect((await follow(caller, '&limit=20', token)).uids).toEqual([...backdated, ...newer]);
    }
  });

  it('are filtered and scoped as the list is', async () => {
    const caller = callerOf('arrivals-filtered');
    const wanted: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      await write(caller.tenantUid, 30, { data: { actionType: 'create' } }, round % 3);
      wanted.push(...(await write(caller.tenantUid, 1, { data: { actionType: 'delete' } }, round % 3)));
    }
    expect((await follow(caller, '&actionType=delete&limit=2')).uids).toEqual(wanted);
    expect((await follow({ ...caller, scope: 'project', projectUid: 'elsewhere' })).uids).toEqual([]);
    expect((await follow(caller, '&tenantUid=another')).uids).toEqual([]);
  });

  it('can be followed from a time on', async () => {
    const caller = callerOf('arrivals-since');
    await write(caller.tenantUid, 3);
    const since = Date.parse((await page(caller, '')).items.at(-1)!.metadata.receivedTimestamp!) + 1;
    const followed = await follow(caller, `&receivedSince=${new Date(since).toISOString()}`);
    expect(followed.uids).toEqual([]);
    while (Date.now() < since) await new Promise(setImmediate);
    const later = await write(caller.tenantUid, 2, { time: Date.now() - day });
    const parameters = `&receivedSince=${new Date(since).toISOString()}`;
    expect((await follow(caller, parameters, followed.next)).uids).toEqual(later);
    expect((await follow(caller, parameters)).uids).toEqual(later);
  });

  it('can be followed from where a list of the newest ends, without a gap or an overlap', async () => {
    const caller = callerOf('arrivals-of-a-list');
    const filters = '&actionType=create&startTime=2020-01-01T00:00:00Z';
    const wish = { data: { actionType: 'create' } } as const;
    const list = async (more = '') =>
      (await query.get(caller, `/v1/audits?limit=2${filters}${more}`)).body as AuditList;
    expect((await list()).listmeta).not.toHaveProperty('next');
    const none = (await list('&follow=true')).listmeta.next!;
    const [listed, seen]: [Set<string>, string[]] = [new Set(), []];
    let next = none;
    for (let round = 0; round < 3; round += 1) {
      for (const uid of await write(caller.tenantUid, 3, wish, round)) listed.add(uid);
      const { listmeta } = await list('&follow=true');
      seen.push(...(await follow(caller, filters, next)).uids);
      expect(listmeta).toMatchObject({ count: listed.size, next: expect.any(String) });
      next = listmeta.next!;
      const on = await list(`&follow=true&continue=${encodeURIComponent(listmeta.continue)}`);
      expect(on.listmeta).not.toHaveProperty('next');
    }
    expect(seen).toEqual([...listed]);
    expect(await follow(caller, filters, next)).toMatchObject({ uids: [], count: 0 });
    const late = await write(caller.tenantUid, 3, { ...wish, time: Date.now() - 30 * day });
    expect(await follow(caller, filters, next)).toMatchObject({ uids: late, count: 3 });
    expect(await query.get(caller, '/v1/audits?follow=perhaps')).toMatchObject({
      status: 400,
      body: { details: { field: 'follow' } },
    });
  });

  it('are neither lost nor doubled while several writers commit at the same time', async () => {
    const caller = callerOf('arrivals-concurrent');
    const written = Promise.all(
      writers.map(async (_, partition) => {
        const uids: string[] = [];
        for (let chunk = 0; chunk < 25; chunk += 1) {
          const time = Date.now() - (chunk % 4) * 9 * day;
          uids.push(...(await write(caller.tenantUid, 1 + (chunk % 9), { time }, partition)));
        }
        return uids;
      }),
    );
    let writing = true;
    void written.then(() => (writing = false));
    const seen: string[] = [];
    let next = '';
    do {
      const followed = await follow(caller, '&limit=7', next);
      seen.push(...followed.uids);
      next = followed.next;
    } while (writing);
    seen.push(...(await follow(caller, '&limit=7', next)).uids);
    const all = await written;
    expect([...seen].sort()).toEqual(all.flat().sort());
    // What one writer stored comes in his order.
    for (const uids of all) expect(seen.filter((uid) => uids.includes(uid))).toEqual(uids);
  });

  it('have tokens of their own, of this scope, filter and order alone', async () => {
    const caller = callerOf('arrivals-tokens');
    await write(caller.tenantUid, 3);
    const { continue: token } = (await page(caller, '&limit=1')).listmeta;
    const newestFirst = (await query.get(caller, '/v1/audits?limit=1')).body.listmeta.continue;
    for (const [who, url] of [
      [caller, `/v1/audits?continue=${token}`],
      [caller, `/v1/audits?order=asc&continue=${newestFirst}`],
      [caller, `/v1/audits?order=asc&actionType=create&continue=${token}`],
      [callerOf('another'), `/v1/audits?order=asc&continue=${token}`],
      [caller, `/v1/audits?order=asc&continue=${token}A`],
    ] as const) {
      const { status, body } = await query.get(who, url);
      expect([url, status, body.details?.field]).toEqual([url, 400, 'continue']);
    }
    const alone = await query.get(caller, '/v1/audits?order=asc&offset=1');
    expect([alone.status, alone.body.details?.field]).toEqual([400, 'offset']);
    const twice = await query.get(caller, '/v1/audits?order=asc&order=asc');
    expect([twice.status, twice.body.details?.field]).toEqual([400, 'order']);
  });

  it.each(['', '&order=asc'])(
    'a walk of 10,000 entries while 1,000 more arrive misses none and doubles none%s',
    async (order) => {
      const caller = callerOf(`walked${order.length}`);
      const older: string[] = [];
      for (let chunk = 0; chunk < 10; chunk += 1) {
        const time = Date.now() - (1 + (chunk % 10)) * 3_600_000;
        older.push(...(await write(caller.tenantUid, 1_000, { time }, chunk % 3)));
      }
      const seen: string[] = [];
      const arrived: string[] = [];
      let token = '';
      for (let pages = 0; ; pages += 1) {
        const url = `/v1/audits?limit=50${order}${token && `&continue=${encodeURIComponent(token)}`}`;
        const { status, body } = await query.get(caller, url);
        expect(status).toBe(200);
        seen.push(...body.items.map(({ metadata }) => metadata.uid));
        token = body.listmeta.continue;
        if (token === '') break;
        // Some are newer than where the walk stands, some older: late arrivals.
        const time = Date.now() - (pages % 12) * 3_600_000;
        if (arrived.length < 1_000) arrived.push(...(await write(caller.tenantUid, 10, { time }, pages % 3)));
      }
      expect(arrived).toHaveLength(1_000);
      const all = new Set(seen);
      expect(seen).toHaveLength(all.size);
      expect(older.filter((uid) => !all.has(uid))).toEqual([]);
      if (order !== '') expect(arrived.filter((uid) => !all.has(uid))).toEqual([]);
    },
    60_000,
  );
});

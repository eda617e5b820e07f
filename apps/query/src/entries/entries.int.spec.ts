import { uuidv7 } from 'uuidv7';
import type { Caller } from '@trailbook/access';
import type { Audit, AuditList, AuditNoteList } from '@trailbook/contract';
import {
  aCaller,
  aNote,
  anEvent,
  storeWriter,
  testDatabase,
  type EventWishes,
  type StoreWriter,
  type TestDatabase,
} from '@trailbook/testing';
import { queryUnderTest, type QueryUnderTest } from '../testing/query.fixture';

const hour = 3_600_000;
const base = Math.floor(Date.now() / hour) * hour - 30 * hour;

describe('entries', () => {
  let database: TestDatabase;
  let writer: StoreWriter;
  let query: QueryUnderTest;
  const admin = aCaller('Tenant Admin');
  const viewer = aCaller('Project Viewer');

  beforeAll(async () => {
    database = await testDatabase();
    writer = await storeWriter(database);
    query = await queryUnderTest(database);
  }, 60_000);

  afterAll(async () => {
    await query?.close();
    await writer?.close();
    await database?.drop();
  });

  const uidsOf = (items: Audit[]) => items.map(({ metadata }) => metadata.uid);

  async function walk(caller: Caller, parameters: string, limit: number, between = async () => {}) {
    const pages: AuditList[] = [];
    let token = '';
    do {
      const url = `/v1/audits?limit=${limit}${parameters}${token && `&continue=${encodeURIComponent(token)}`}`;
      const { status, body } = await query.get(caller, url);
      expect(status).toBe(200);
      pages.push(body);
      token = body.listmeta.continue;
      await between();
    } while (token !== '' && pages.length < 1_000);
    return { pages, uids: pages.flatMap(({ items }) => uidsOf(items)) };
  }

  describe('of one tenant', () => {
    const tenant: Caller = { ...admin, tenantUid: 'lists' };
    const inProject: Caller = { ...viewer, tenantUid: 'lists' };
    const at = (index: number, wishes: EventWishes = {}) =>
      anEvent({ time: base + Math.floor(index / 3) * 60_000, ...wishes, data: { tenantUid: 'lists', ...wishes.data } });
    let uids: string[];

    beforeAll(async () => {
      const events = Array.from({ length: 130 }, (_, index) =>
        at(index, {
          data: {
            actionType: index % 2 ? 'create' : 'delete',
            projectUid: [undefined, 'project-1', 'project-2'][index % 3],
            projectName: undefined,
            resource: { kind: index % 5 ? 'cluster' : 'vm', uid: `r${index % 4}`, name: `100%_done \\ ${index}` },
            actor:
              index % 7
                ? { actorType: 'user', user: { uid: `u${index % 2}`, emailId: '' } }
                : { actorType: 'service', serviceName: 'robot' },
            actionMsg: index === 17 ? 'A Needle in the log' : 'something',
          },
        }),
      );
      uids = [...(await writer.write(events.slice(0, 65))), ...(await writer.write(events.slice(65), 'structured'))];
    });

    it('are listed newest first, and the same whatever the page size', async () => {
      const { body } = await query.get(tenant, '/v1/audits');
      expect(body.items).toHaveLength(50);
      expect(body.listmeta).toEqual({ continue: expect.stringMatching(/./), count: 130, limit: 50, offset: 50 });
      const times = body.items.map((item) => item.metadata.creationTimestamp);
      expect(times).toEqual([...times].sort().reverse());
      const [byFifty, bySeven] = [await walk(tenant, '', 50), await walk(tenant, '', 7)];
      expect(bySeven.uids).toEqual(byFifty.uids);
      expect([...byFifty.uids].sort()).toEqual([...uids].sort());
    });

    it('say on each page where the walk stands', async () => {
      const { pages } = await walk(tenant, '', 50);
      expect(pages.map(({ listmeta }) => ({ ...listmeta, continue: listmeta.continue !== '' }))).toEqual([
        { continue: true, count: 130, limit: 50, offset: 50 },
        { continue: true, count: 130, limit: 50, offset: 100 },
        { continue: false, count: 130, limit: 30, offset: 130 },
      ]);
    });

    it('end with an empty token also where the last page is full', async () => {
      const { pages } = await walk(tenant, '', 26);
      expect(pages).toHaveLength(5);
    });

    it('can be entered at any offset, and walked from there', async () => {
      const all = (await walk(tenant, '', 50)).uids;
      const { body } = await query.get(tenant, '/v1/audits?offset=100&limit=20');
      expect(uidsOf(body.items)).toEqual(all.slice(100, 120));
      expect(body.listmeta).toMatchObject({ count: 130, limit: 20, offset: 120 });
      const next = await query.get(tenant, `/v1/audits?offset=120&limit=20&continue=${body.listmeta.continue}`);
      expect(uidsOf(next.body.items)).toEqual(all.slice(120));
      const beyond = await query.get(tenant, '/v1/audits?offset=5000');
      expect(beyond.body).toEqual({ items: [], listmeta: { continue: '', count: 130, limit: 0, offset: 5000 } });
    });

    it('are not counted where a caller does without, and no roll-up tells', async () => {
      const metaOf = async (parameters: string) => {
        const { continue: token, ...meta } = (await query.get(tenant, `/v1/audits?limit=50&count=false${parameters}`))
          .body.listmeta;
        return { ...meta, token };
      };
      expect(await metaOf('&actionType=create')).toMatchObject({ count: 65, limit: 50 });
      for (const filter of ['&userUid=u1&userUid=u0', '&search=something', '&actorType=user']) {
        const { token, ...first } = await metaOf(filter);
        expect([filter, first]).toEqual([filter, { count: 51, countExact: false, limit: 50, offset: 50 }]);
        let last = await metaOf(`${filter}&continue=${token}`);
        while (last.token !== '') last = await metaOf(`${filter}&continue=${last.token}`);
        const counted = (await query.get(tenant, `/v1/audits?limit=1${filter}`)).body.listmeta;
        expect([filter, last.count, last.countExact]).toEqual([filter, counted.count, undefined]);
      }
      expect(await metaOf('&search=needle')).toMatchObject({ count: 1 });
      expect(await metaOf('&order=asc&userUid=u1')).toMatchObject({ count: 50, countExact: false });
    });

    it('are counted up to 10,000 by the type of their actor, which no column tells, and read beyond', async () => {
      const many: Caller = { ...admin, tenantUid: 'many' };
      const actor = { actorType: 'user', user: { uid: 'u', emailId: '' } } as const;
      await writer.write(
        Array.from({ length: 10_060 }, (_, index) =>
          anEvent({ time: base + index, data: { tenantUid: 'many', actor, resource: { kind: 'vm', uid: 'r' } } }),
        ),
      );
      const metaOf = async (parameters: string) =>
        (await query.get(many, `/v1/audits?actorType=user&limit=50${parameters}`)).body.listmeta;
      const first = await metaOf('');
      expect(first).toMatchObject({ count: 10_000, countExact: false, limit: 50 });
      const late = await metaOf('&offset=10000');
      expect(late).toMatchObject({ count: 10_051, countExact: false, limit: 50, offset: 10_050 });
      const last = await metaOf(`&continue=${late.continue}`);
      expect(last).toEqual({ continue: '', count: 10_060, limit: 10, offset: 10_060 });
      expect(await metaOf('&offset=20000')).toMatchObject({ continue: '', count: 10_000, limit: 0 });
    });

    it('lose and repeat none while newer ones arrive, with the offset of the page before sent along', async () => {
      let arrived = 0;
      const seen: string[] = [];
      let [token, offset] = ['', 0];
      do {
        const url = `/v1/audits?resourceKind=cluster&limit=9&offset=${offset}&continue=${token}`;
        const { body } = await query.get(tenant, url);
        seen.push(...uidsOf(body.items));
        ({ continue: token, offset } = body.listmeta);
        if (arrived < 60)
          await writer.write([at(0, { time: Date.now(), data: { resource: { kind: 'cluster', uid: 'late' } } })]);
        arrived += 1;
      } while (token !== '');
      const before = (await walk(tenant, '&resourceKind=cluster', 50)).uids.filter((uid) => uids.includes(uid));
      expect(seen).toEqual(before);
      expect(new Set(seen).size).toBe(104);
    });

    it.each<[string, (index: number) => boolean]>([
      ['actionType=create', (index) => index % 2 === 1],
      ['actionType=create,delete', () => true],
      ['actionType=create&actionType=publish', (index) => index % 2 === 1],
      ['resourceKind=vm', (index) => index % 5 === 0],
      ['resourceKind=vm&resourceKind=cluster', () => true],
      ['resourceKind=VM', () => false],
      ['resourceKind=vm,cluster', () => false],
      ['resourceUid=r2', (index) => index % 4 === 2],
      ['resourceUid=r2&resourceUid=r3', (index) => index % 4 >= 2],
      ['userUid=u1', (index) => index % 2 === 1 && index % 7 !== 0],
      ['userUid=nobody', () => false],
      ['actorType=service', (index) => index % 7 === 0],
      ['actorType=service&actorType=user', () => true],
      ['projectUid=project-2', (index) => index % 3 === 2],
      ['projectUid=project-2&projectUid=project-1', (index) => index % 3 !== 0],
      ['projectUid=elsewhere', () => false],
      ['search=NEEDLE', (index) => index === 17],
      ['search=100%25_done%20%5C%201', (index) => String(index).startsWith('1')],
      ['search=100x_done', () => false],
      ['tenantUid=lists', () => true],
      ['tenantUid=other', () => false],
      [`startTime=${new Date(base + 20 * 60_000).toISOString()}`, (index) => Math.floor(index / 3) >= 20],
      [`endTime=${new Date(base + 20 * 60_000).toISOString()}`, (index) => Math.floor(index / 3) <= 20],
      [`endTime=${new Date(base + 20 * 60_000 - 1).toISOString()}`, (index) => Math.floor(index / 3) < 20],
      ['receivedSince=2100-01-01T00:00:00Z', () => false],
      ['startTime=0001-01-01T00:00:00Z', () => true],
      [
        'actionType=delete&resourceKind=vm&projectUid=project-1&userUid=u0',
        (index) => index % 2 === 0 && index % 5 === 0 && index % 3 === 1 && index % 7 !== 0,
      ],
    ])('are found by %s, and counted', async (parameters, matches) => {
      const past = `&endTime=${new Date(base + 130 * 60_000).toISOString()}`;
      const own = parameters.includes('endTime') ? parameters : parameters + past;
      const { pages, uids: found } = await walk(tenant, `&${own}`, 50);
      const expected = uids.filter((_uid, index) => matches(index));
      expect([...found].sort()).toEqual([...expected].sort());
      for (const { listmeta } of pages) expect(listmeta.count).toBe(expected.length);
    });

    it('are counted alike before and after the counts are folded', async () => {
      const counts = async () =>
        Promise.all(
          [
            '',
            '&resourceKind=cluster',
            '&actionType=create',
            '&projectUid=project-1',
            `&startTime=${new Date(base + 90_000).toISOString()}`,
          ].map(async (filter) => (await query.get(tenant, `/v1/audits?limit=1${filter}`)).body.listmeta.count),
        );
      const before = await counts();
      await writer.fold();
      expect(await counts()).toEqual(before);
      expect(before[0]).toBeGreaterThan(130);
    });

    it('are seen by a project alone, whatever the filters', async () => {
      const own = uids.filter((_uid, index) => index % 3 === 1);
      const past = `&endTime=${new Date(base + 130 * 60_000).toISOString()}`;
      const { uids: found, pages } = await walk(inProject, past, 20);
      expect([...found].sort()).toEqual([...own].sort());
      expect(pages[0]!.listmeta.count).toBe(own.length);
      for (const wider of [
        'projectUid=project-2',
        'projectUid=*',
        'projectUid=',
        'projectUid=project-2&projectUid=%25',
      ]) {
        expect((await query.get(inProject, `/v1/audits?${wider}`)).body).toMatchObject({
          items: [],
          listmeta: { count: 0 },
        });
      }
      expect((await query.get(inProject, `/v1/audits/${uids[1]}`)).status).toBe(200);
      for (const foreign of [uids[0], uids[2]]) {
        for (const path of ['', '/sysMsg', '/notes', '/event']) {
          expect((await query.get(inProject, `/v1/audits/${foreign}${path}`)).status).toBe(404);
        }
      }
    });

    it('are continued in the scope and with the filters they began with, or not at all', async () => {
      const token = (await query.get(tenant, '/v1/audits?limit=5')).body.listmeta.continue;
      const altered = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
      for (const [caller, url] of [
        [inProject, `/v1/audits?continue=${token}`],
        [{ ...tenant, tenantUid: 'other' }, `/v1/audits?continue=${token}`],
        [tenant, `/v1/audits?resourceKind=vm&continue=${token}`],
        [tenant, `/v1/audits?continue=${altered}`],
        [tenant, '/v1/audits?continue=garbage'],
      ] as const) {
        const { status, body } = await query.get(caller, url);
        expect([status, body.code, body.details]).toEqual([400, 'InvalidRequest', { field: 'continue' }]);
      }
    });

    it('are the same in the list and alone, in either content mode', async () => {
      const { body } = await query.get(tenant, '/v1/audits?offset=0&limit=50');
      for (const item of body.items.slice(0, 10)) {
        expect((await query.get(tenant, `/v1/audits/${item.metadata.uid}`)).body).toEqual(item);
      }
      const upper = await query.get(tenant, `/v1/audits/${uids[0]!.toUpperCase()}`);
      expect(upper.body.metadata.uid).toBe(uids[0]);
    });
  });

  it('of another tenant are not found, exactly as unknown ones', async () => {
    const [uid] = await writer.write([anEvent({ data: { tenantUid: 'theirs' } })]);
    const answers = await Promise.all(
      [uid, uuidv7(), 'x'.repeat(600), 'a%2Fb', "'%20OR%20''='", '%00', '..%2f..', '%F0%9F%92%A9', `${uid}%20`].map(
        (path) => query.get(admin, `/v1/audits/${path}`),
      ),
    );
    for (const { status, body } of answers) {
      expect([status, body]).toEqual([404, { code: 'ResourceNotFound', message: 'The audit entry was not found' }]);
    }
    const { body } = await query.get(admin, '/v1/audits?tenantUid=theirs');
    expect(body).toEqual({ items: [], listmeta: { continue: '', count: 0, limit: 0, offset: 0 } });
  });

  it('show their messages', async () => {
    const event = anEvent({ data: { actionMsg: 'did', contentMsg: 'a lot' } });
    const [uid, bare] = await writer.write([event, anEvent({ data: { actionMsg: undefined } })]);
    expect((await query.get(admin, `/v1/audits/${uid}/sysMsg`)).body).toEqual({
      actionMsg: 'did',
      contentMsg: 'a lot',
    });
    expect((await query.get(admin, `/v1/audits/${bare}/sysMsg`)).body).toEqual({ actionMsg: '', contentMsg: '' });
  });

  it('show their latest note, wherever the older ones are', async () => {
    const [uid] = await writer.write([anEvent({ data: { userMsg: 'given with it' } })]);
    const shown = async () => (await query.get(admin, `/v1/audits/${uid}`)).body;
    expect((await shown()).spec.userMsg).toBe('given with it');
    const now = Date.now();
    await writer.write([{ ...aNote(uid!, 'the latest'), time: now }]);
    await writer.write([{ ...aNote(uid!, 'late to arrive'), time: now - 1_000 }], 'structured');
    const entry = await shown();
    expect(entry.spec.userMsg).toBe('the latest');
    expect(entry.metadata.lastModifiedTimestamp).toBe(new Date(now).toISOString());
    const notes = JSON.parse((await query.get(admin, `/v1/audits/${uid}/notes`)).text) as AuditNoteList;
    expect(notes.items.map(({ userMsg }) => userMsg)).toEqual(['the latest', 'late to arrive', 'given with it']);
    const listed = (await query.get(admin, '/v1/audits?search=LATEST')).body.items;
    expect(listed).toEqual([entry]);
    const extremes = 'startTime=0000-01-01T00:00:00%2B14:00&endTime=9999-12-31T23:59:59-14:00';
    expect((await query.get(admin, `/v1/audits?${extremes}`)).body.items).toContainEqual(entry);
  });

  it.each([
    ['startTime=2026-02-30T00:00:00Z', 'startTime'],
    ['endTime=yesterday', 'endTime'],
    ['startTime=2026-01-02T03:04:05.123+05:30', 'startTime'], // an unescaped plus is a space
    ['actionType=Create', 'actionType'],
    ['actorType=robot', 'actorType'],
    ['limit=x', 'limit'],
    ['limit=-1', 'limit'],
    ['offset=-1', 'offset'],
    ['offset=1.5', 'offset'],
    ['receivedSince=1', 'receivedSince'],
    ['search=%00', 'search'],
    ['order=sideways', 'order'],
    ['count=some', 'count'],
    ['order=asc&count=some', 'count'],
    ['order=asc&follow=', 'follow'],
  ])('are refused with %s, naming %s', async (parameters, field) => {
    const { status, body } = await query.get(admin, `/v1/audits?${parameters}`);
    expect([status, body.code, body.details?.field]).toEqual([400, 'InvalidRequest', field]);
  });

  it('are for callers with the permission', async () => {
    const nobody = aCaller('Tenant Admin', { permissions: [] });
    for (const url of ['/v1/audits', `/v1/audits/${uuidv7()}`, '/v1/audits/export', '/v1/audits?limit=x']) {
      expect((await query.get(nobody, url)).status).toBe(403);
    }
    expect((await query.app.inject({ url: '/v1/audits' })).statusCode).toBe(401);
  });
});

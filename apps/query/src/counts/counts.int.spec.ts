import { actionTypes, type Facets, type Timeline } from '@trailbook/contract';
import { aCaller, anEvent, storeWriter, testDatabase, type StoreWriter, type TestDatabase } from '@trailbook/testing';
import { queryUnderTest, type QueryUnderTest } from '../testing/query.fixture';

const hour = 3_600_000;
const start = Math.floor(Date.now() / (24 * hour)) * 24 * hour - 3 * 24 * hour;

describe('counts', () => {
  let database: TestDatabase;
  let writer: StoreWriter;
  let query: QueryUnderTest;
  const admin = aCaller('Tenant Admin');

  /** 200 entries over 66 hours, from a quarter of an hour after the start of a day. */
  const entries = Array.from({ length: 200 }, (_, index) => ({
    time: start + 15 * 60_000 + index * 20 * 60_000,
    kind: index % 3 ? 'cluster' : 'vm',
    action: actionTypes[index % 7]!,
    project: index % 2 ? 'project-1' : undefined,
    user: index % 5 ? `u${index % 5}` : undefined,
  }));
  type Made = (typeof entries)[number];

  beforeAll(async () => {
    database = await testDatabase();
    writer = await storeWriter(database);
    query = await queryUnderTest(database);
    await writer.write(
      entries.map(({ time, kind, action, project, user }) =>
        anEvent({
          time,
          data: {
            actionType: action,
            projectUid: project,
            projectName: undefined,
            resource: { kind, uid: 'r' },
            actor: user
              ? { actorType: 'user', user: { uid: user, emailId: `${user}@acme.example` } }
              : { actorType: 'system' },
          },
        }),
      ),
    );
  }, 60_000);

  afterAll(async () => {
    await query?.close();
    await writer?.close();
    await database?.drop();
  });

  const timeline = async (parameters: string, caller = admin) =>
    JSON.parse((await query.get(caller, `/v1/audits/timeline?${parameters}`)).text) as Timeline;
  const facets = async (parameters: string, caller = admin) =>
    JSON.parse((await query.get(caller, `/v1/audits/facets?${parameters}`)).text) as Facets;

  const bucketsOf = (matching: Made[], length: number) => {
    const counts = new Map<number, number>();
    for (const { time } of matching) {
      const at = Math.floor(time / length) * length;
      counts.set(at, (counts.get(at) ?? 0) + 1);
    }
    return [...counts].sort(([a], [b]) => a - b).map(([at, count]) => ({ start: new Date(at).toISOString(), count }));
  };

  const from = start + 90 * 60_000 + 1;
  const to = start + 50 * hour + 1_234;
  const range = `startTime=${new Date(from).toISOString()}&endTime=${new Date(to).toISOString()}`;
  const within = ({ time }: Made) => time >= from && time <= to;

  for (const state of ['pending', 'folded']) {
    describe(`that are ${state}`, () => {
      beforeAll(async () => {
        if (state === 'folded') await writer.fold();
      });

      it.each<[string, (made: Made) => boolean]>([
        ['', () => true],
        [range, within],
        ['resourceKind=vm', ({ kind }) => kind === 'vm'],
        [
          `resourceKind=vm&actionType=create,delete&${range}`,
          (made) => within(made) && made.kind === 'vm' && ['create', 'delete'].includes(made.action),
        ],
        [`actionType=update&${range}`, (made) => within(made) && made.action === 'update'],
        [`projectUid=project-1&${range}`, (made) => within(made) && made.project !== undefined],
        [`userUid=u3&${range}`, (made) => within(made) && made.user === 'u3'],
        ['resourceKind=none', () => false],
        ['tenantUid=other', () => false],
      ])('by hour and by day: %s', async (parameters, matches) => {
        const matching = entries.filter(matches);
        expect(await timeline(`interval=hour&${parameters}`)).toEqual({
          interval: 'hour',
          buckets: bucketsOf(matching, hour),
        });
        expect(await timeline(parameters)).toEqual({ interval: 'day', buckets: bucketsOf(matching, 24 * hour) });
      });

      it('by what occurs', async () => {
        const found = await facets(range);
        const matching = entries.filter(within);
        const counts = (values: (string | undefined)[]) => {
          const known = [...new Set(values)].filter((value) => value !== undefined);
          const facet = known.map((value) => ({ value, count: values.filter((other) => other === value).length }));
          return facet.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
        };
        expect(found.resourceKinds).toEqual(counts(matching.map(({ kind }) => kind)));
        expect(found.actionTypes).toEqual(counts(matching.map(({ action }) => action)));
        expect(found.actors).toEqual(
          counts(matching.map(({ user }) => user)).map(({ value, count }) => ({
            value,
            label: `${value}@acme.example`,
            count,
          })),
        );
      });

      it('in the scope alone', async () => {
        const viewer = aCaller('Project Viewer');
        const own = entries.filter(({ project }) => project === 'project-1');
        expect((await timeline('', viewer)).buckets).toEqual(bucketsOf(own, 24 * hour));
        expect((await facets('projectUid=project-2', viewer)).actors).toEqual([]);
        const stranger = aCaller('Tenant Admin', { tenantUid: 'other' });
        expect(await timeline('interval=hour', stranger)).toEqual({ interval: 'hour', buckets: [] });
        expect(await facets('', stranger)).toEqual({ resourceKinds: [], actionTypes: [], actors: [] });
      });
    });
  }

  it.each([
    ['interval=week', 'interval'],
    ['interval=hour&startTime=2001-01-01T00:00:00Z', 'interval'],
    ['startTime=x', 'startTime'],
  ])('are refused with %s', async (parameters, field) => {
    const { status, body } = await query.get(admin, `/v1/audits/timeline?${parameters}`);
    expect([status, body.details]).toEqual([400, { field }]);
  });
});

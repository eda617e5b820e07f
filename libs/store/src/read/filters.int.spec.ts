import { actionTypes } from '@trailbook/contract';
import { testDatabase, type TestDatabase } from '@trailbook/testing';
import fc from 'fast-check';
import { Pool } from 'pg';
import { text as textOf } from 'node:stream/consumers';
import { RollupFolder } from '../append';
import { lowBitsSql } from '../layout/index-columns';
import { keyOf } from '../layout/key-of';
import { aNoteOn, anEntry, aWriter, type EntryWishes } from '../testing/store-some';
import {
  countEntries,
  type EntryFilter,
  exportCsv,
  exportEntries,
  listEntries,
  type ReadScope,
  type ScopedReader,
  searchEntries,
  timelineOf,
  withScope,
} from './index';

jest.setTimeout(120_000);

/** Values that would break out of a statement, an array, a pattern or a file, if anything let them. */
const hostile = [
  `x') TO PROGRAM 'touch /tmp/trailbook-injected`,
  `'; DROP TABLE audit.entry; --`,
  `' OR true --`,
  '$1',
  '{"a","b"}',
  '{}',
  'NULL',
  'a\\"},{b',
  '\\',
  '%',
  '_',
  'two words, "quoted"',
  'Ünïcode 🙂 漢字',
  'line\nfeed\ttab',
  `current_setting('trailbook.tenant')`,
  'plain',
];
/** Uids of one key. */
const alike = ['user-32695', 'user-45213'];
const hour = 3_600_000;
const now = Math.floor(Date.now() / hour) * hour;
const value = fc.constantFrom(...hostile);
const uid = fc.oneof({ weight: 5, arbitrary: value }, { weight: 2, arbitrary: fc.constantFrom(...alike) });
const anyUid = fc.oneof({ weight: 3, arbitrary: uid }, fc.string({ minLength: 1 }).filter(storable));
const anyValue = fc.oneof({ weight: 5, arbitrary: value }, fc.string({ minLength: 1 }).filter(storable));
const time = fc.integer({ min: -80, max: 0 }).map((hours) => now + hours * hour + (hours % 3) * 1_234_567);

function storable(text: string): boolean {
  return !text.includes('\0') && Buffer.from(text).toString() === text;
}

interface Stored {
  uid: string;
  event: EntryWishes;
  receivedAt: number;
  notes: string[];
}

const actor: fc.Arbitrary<{ actorType: string; user?: { uid: string } }> = fc.oneof(
  uid.map((one) => ({ actorType: 'user', user: { uid: one } })),
  fc.constant({ actorType: 'system' }),
);

const event: fc.Arbitrary<EntryWishes> = fc
  .record({
    time,
    projectUid: fc.option(fc.constantFrom(...hostile.slice(0, 5)), { nil: undefined }),
    actionType: fc.constantFrom(...actionTypes),
    resource: fc.record({ kind: fc.constantFrom(...hostile.slice(5, 9)), uid, name: value }),
    actor,
    actionMsg: fc.array(value, { maxLength: 3 }).map((words) => words.join(' ')),
    userMsg: fc.option(value, { nil: undefined }),
    structured: fc.boolean(),
  })
  .map(({ structured, time: at, ...data }) => {
    const whole = { tenantUid: 'acme', ...data };
    if (!structured) return { ...whole, time: at };
    return { ...whole, time: at, mode: 'structured' as const, value: Buffer.from(JSON.stringify({ data: whole })) };
  });

const some = <T>(of: fc.Arbitrary<T>) => fc.uniqueArray(of, { minLength: 1, maxLength: 3 });

const fields = {
  from: time,
  to: time,
  actions: some(fc.constantFrom(...actionTypes)),
  actorTypes: some(fc.constantFrom('user' as const, 'system' as const)),
  resourceKinds: some(anyValue),
  resourceUids: some(anyUid),
  userUids: some(anyUid),
  projectUids: some(anyValue),
  search: fc
    .tuple(anyValue, anyValue, fc.nat(6))
    .map(([a, b, cut]) => `${a} ${b}`.slice(cut, cut + 12))
    .filter((search) => search !== '' && storable(search)),
};
/** Some fields at a time: of all together hardly anything would be left. */
const filter: fc.Arbitrary<EntryFilter> = fc
  .tuple(fc.record(fields), fc.subarray(Object.keys(fields), { maxLength: 3 }))
  .map(([all, kept]) => Object.fromEntries(Object.entries(all).filter(([name]) => kept.includes(name))));

/** As PostgreSQL compares in the test's database: letters of ASCII without regard to case. */
const folded = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** What a filter means, one entry after the other. */
function matches({ event: { time: at, ...data }, notes }: Stored, asked: EntryFilter): boolean {
  const among = (values: readonly string[] | undefined, one?: string) => !values || (!!one && values.includes(one));
  const texts = [data.resource?.name, data.actionMsg, data.userMsg, ...notes];
  const { search } = asked;
  return (
    (asked.from === undefined || at! >= asked.from) &&
    (asked.to === undefined || at! <= asked.to) &&
    among(asked.actions, data.actionType) &&
    among(asked.actorTypes, (data.actor as { actorType: string }).actorType) &&
    among(asked.resourceKinds, data.resource?.kind) &&
    among(asked.resourceUids, data.resource?.uid) &&
    among(asked.userUids, data.actor?.user?.uid) &&
    among(asked.projectUids, data.projectUid) &&
    (search === undefined || texts.some((text) => text !== undefined && folded(text).includes(folded(search))))
  );
}

describe('filters, singly and together', () => {
  let database: TestDatabase;
  let pool: Pool;
  const stored: Stored[] = [];

  beforeAll(async () => {
    database = await testDatabase();
    pool = new Pool({ connectionString: database.url('trailbook_query'), max: 1, options: '-c TimeZone=UTC' });
    const folder = new RollupFolder({ connectionString: database.url('trailbook_ingest') });
    const { writer, append } = await aWriter(database, 1);
    const events = fc.sample(event, { numRuns: 600, seed: 5 });
    // Some of it is folded and merged twice, some once, some not yet.
    for (let chunk = 0; chunk < 3; chunk += 1) {
      const entries = events.slice(chunk * 200, (chunk + 1) * 200).map((wishes) => anEntry(wishes));
      const noted = entries.filter((_, index) => index % 9 === 0);
      await append(
        entries,
        noted.map((entry, index) => aNoteOn(entry.event.uid, hostile[index % hostile.length]!)),
      );
      const notes = new Map(noted.map(({ event: { uid } }, index) => [uid, hostile[index % hostile.length]!]));
      for (const { event: made, receivedAt } of entries) {
        const note = notes.get(made.uid);
        stored.push({ uid: made.uid, event: made, receivedAt, notes: note === undefined ? [] : [note] });
      }
      if (chunk < 2) {
        await folder.fold();
        await folder.merge();
      }
    }
    // Another tenant has all of it too.
    const others = events.filter(({ value: given }) => given === undefined);
    await append(others.map((wishes) => anEntry({ ...wishes, tenantUid: 'globex' })));
    await Promise.all([writer.close(), folder.close()]);
    stored.sort((a, b) => b.event.time! - a.event.time! || (a.uid < b.uid ? 1 : -1));
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const scopes: Record<string, ReadScope> = {
    tenant: { tenantUid: 'acme', projectUid: '*' },
    project: { tenantUid: 'acme', projectUid: hostile[0]! },
  };

  async function walked(reader: ScopedReader, asked: EntryFilter, limit: number): Promise<string[]> {
    const uids: string[] = [];
    for (let before: { time: number; uid: string } | undefined; ;) {
      const page = await listEntries(reader, asked, { limit, before });
      uids.push(...page.map(({ uid }) => uid));
      before = page.at(-1);
      if (page.length < limit) return uids;
    }
  }

  it('compare columns of indexes that say what the wider ones do', async () => {
    const agree = `second = floor(extract(epoch FROM time)) - extract(epoch FROM timestamptz '2000-01-01 00:00Z')
      AND ascii(tick::text) = (extract(milliseconds FROM time)::int % 1000) / 8
      AND kind_low = ${lowBitsSql('kind_id')} AND project_low = ${lowBitsSql('project_id')} AND actor_low = ${lowBitsSql('actor_key')}`;
    const { rows } = await withScope(pool, scopes.tenant!, ({ client }) =>
      client.query<{ all: boolean; many: boolean }>(
        `SELECT bool_and(${agree}) AS all, count(DISTINCT ascii(tick::text)) > 2 AND count(DISTINCT second) > 20 AS many FROM audit.entry`,
      ),
    );
    expect(rows).toEqual([{ all: true, many: true }]);
  });

  it('tell uids of one key from each other, on pages of any size, entered anywhere', async () => {
    const [one, other] = alike;
    expect(keyOf(one!)).toBe(keyOf(other!));
    for (const field of ['userUids', 'resourceUids'] as const) {
      const asked = { [field]: [one!] };
      const expected = stored.filter((entry) => matches(entry, asked)).map((entry) => entry.uid);
      expect(expected.length).toBeGreaterThan(10);
      await withScope(pool, scopes.tenant!, async (reader) => {
        for (const limit of [1, 2, 7, 1_000]) expect(await walked(reader, asked, limit)).toEqual(expected);
        for (const offset of [1, 5, expected.length - 1, expected.length + 1]) {
          const page = await listEntries(reader, asked, { limit: 4, offset });
          expect(page.map((entry) => entry.uid)).toEqual(expected.slice(offset, offset + 4));
        }
      });
    }
  });

  it('let a search that runs out of time go on where it stopped', async () => {
    const expected = stored.filter((one) => matches(one, { search: 'a' })).map(({ uid }) => uid);
    const found: string[] = [];
    await withScope(pool, scopes.tenant!, async (reader) => {
      let pages = 0;
      for (let before: { time: number; uid: string } | undefined; pages === 0 || before; pages += 1) {
        const page = await searchEntries(reader, { search: 'a' }, { limit: 1_000, before }, -1);
        found.push(...page.entries.map(({ uid }) => uid));
        const to = page.searchedTo;
        before = to === undefined ? undefined : { time: to, uid: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
      }
      expect(pages).toBeGreaterThan(2);
    });
    expect(found).toEqual(expected);
    expect(expected.length).toBeGreaterThan(50);
  });

  it.each(Object.keys(scopes))(
    'find in the %s what they mean: pages, totals, timelines and downloads',
    async (name) => {
      const scope = scopes[name]!;
      const visible = stored.filter((one) => name === 'tenant' || one.event.projectUid === scope.projectUid);
      await fc.assert(
        fc.asyncProperty(filter, fc.integer({ min: 20, max: 200 }), async (asked, limit) => {
          const expected = visible.filter((one) => matches(one, asked));
          const uids = expected.map(({ uid }) => uid);
          await withScope(pool, scope, async (reader) => {
            expect(await walked(reader, asked, limit)).toEqual(uids);
            expect(await countEntries(reader, asked)).toEqual({ count: uids.length, exact: true });
            const buckets = await timelineOf(reader, asked, limit % 2 ? 'hour' : 'day');
            expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(uids.length);
          });
          const csv = await withScope(pool, scope, async (reader) => textOf(await exportCsv(reader, asked)));
          const inFile = [...csv.matchAll(/,([0-9a-f-]{36}),[^,\n]+,[^,\n]+,unverified\n/g)].map(([, uid]) => uid);
          expect(inFile).toEqual(uids);
          await withScope(pool, scope, async (reader) => {
            const streamed: string[] = [];
            for await (const entries of exportEntries(reader, asked)) streamed.push(...entries.map(({ uid }) => uid));
            expect(streamed).toEqual(uids);
          });
        }),
        { numRuns: 60 },
      );
    },
  );
});

import {
  countEntries,
  type EntryFilter,
  findEntry,
  listEntries,
  type ReadScope,
  withScope,
} from '@trailbook/store/read';
import { Pool } from 'pg';
import { type Contestant, cpuSecondsOf } from './contestant';
import { kindOf, projectUid, randomNumbers, resourceUid, tenantUid, userUid, zipfTenant } from './events';

const day = 86_400_000;
const times = 100;
const application = 'trailbook-reads';

export interface Percentiles {
  p50: number;
  p99: number;
  /** CPU of the server's process for one: quieter than a clock on a machine that does other things too. */
  cpu: number;
}

/** The reads of the product, as the query role under row-level security, one after the other: milliseconds each. */
export async function measureReads(of: Contestant, now: number): Promise<Record<string, Percentiles>> {
  const pool = new Pool({
    connectionString: of.readerUrl,
    application_name: application,
    max: 1,
    options: '-c jit=off -c timezone=UTC',
    statement_timeout: 60_000,
  });
  try {
    const results: Record<string, Percentiles> = {};
    for (const [name, read] of Object.entries(reads(now))) {
      results[name] = await percentiles(
        () => read(pool),
        () => cpuSecondsOf(of.admin, application),
      );
    }
    return results;
  } finally {
    await pool.end();
  }
}

type Read = (pool: Pool) => Promise<unknown>;

function reads(now: number): Record<string, Read> {
  const random = randomNumbers(7);
  const pick = (n: number) => Math.floor(random() * n);
  const scoped = (work: (tenant: number) => Parameters<typeof withScope<unknown>>[2]) => (pool: Pool) => {
    const tenant = zipfTenant(random);
    const scope: ReadScope = { tenantUid: tenantUid(tenant), projectUid: '*' };
    return withScope(pool, scope, work(tenant));
  };
  const page = (filterOf: (tenant: number) => EntryFilter) =>
    scoped((tenant) => (reader) => listEntries(reader, filterOf(tenant), { limit: 50 }));
  const filtered = (tenant: number): EntryFilter => ({
    from: now - 30 * day,
    to: now + day,
    projectUids: [projectUid(tenant, 1 + pick(5))],
    resourceKinds: [kindOf(pick(20))],
    actions: ['update'],
  });
  return {
    floor: scoped(() => () => Promise.resolve()),
    first: page(() => ({})),
    project: (pool) => {
      const tenant = zipfTenant(random);
      const scope = { tenantUid: tenantUid(tenant), projectUid: projectUid(tenant, 1 + pick(5)) };
      return withScope(pool, scope, (reader) => listEntries(reader, {}, { limit: 50 }));
    },
    filtered: page(filtered),
    rareKind: page((tenant) => ({ resourceKinds: [`absent-${tenant}`] })),
    resource: page((tenant) => ({ resourceUids: [resourceUid(tenant, pick(2_000))] })),
    user: page((tenant) => ({ userUids: [userUid(tenant, pick(50))] })),
    deep: scoped(() => async (reader) => {
      const [last] = await listEntries(reader, {}, { limit: 1, offset: 500 });
      return last && listEntries(reader, {}, { limit: 50, before: { time: last.time, uid: last.uid } });
    }),
    one: scoped(() => async (reader) => {
      const [newest] = await listEntries(reader, {}, { limit: 1, offset: pick(100) });
      return newest && findEntry(reader, newest.uid);
    }),
    total: scoped(() => (reader) => countEntries(reader, {})),
    totalByKind: scoped(() => (reader) => countEntries(reader, { resourceKinds: [kindOf(pick(20))] })),
    totalByUser: scoped((tenant) => (reader) => countEntries(reader, { userUids: [userUid(tenant, pick(50))] })),
  };
}

async function percentiles(work: () => Promise<unknown>, cpuSeconds: () => Promise<number>): Promise<Percentiles> {
  const taken: number[] = [];
  let cpu = 0;
  for (let time = 0; time < times + 10; time += 1) {
    if (time === 10) cpu = await cpuSeconds();
    const started = process.hrtime.bigint();
    await work();
    taken.push(Number(process.hrtime.bigint() - started) / 1e6);
  }
  cpu = (await cpuSeconds()) - cpu;
  const warm = taken.slice(10).sort((a, b) => a - b);
  const at = (share: number) => Math.round((warm[Math.floor(warm.length * share)] ?? NaN) * 100) / 100;
  return { p50: at(0.5), p99: at(0.99), cpu: Math.round((cpu / times) * 100_000) / 100 };
}

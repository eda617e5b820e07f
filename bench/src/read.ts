import { parseArgs } from 'node:util';
import type { Audit, AuditList } from '@trailbook/contract';
import { measureReads, Readers, type Reading, type Size, type SizeFigures } from './read/measure-reads';
import type { Subject } from './read/reads';
import { rareWord, saying } from './read/searches';
import { eventAt, projectUid, randomNumbers, tenantUid, zipfTenant } from './store-layout/events';
import { StoreFiller } from './system/fill-store';
import { mostBuffers, WholeSystem } from './system/whole-system';
import { stopWhenTold } from './system/ending';

const hour = 3_600_000;
/** The largest tenant of the load, about a fifth of it, is the demo's first one, so that somebody can log in to it. */
const largest = 0;
/** To be stopped at the end. */
const running: WholeSystem[] = [];

async function measure(entries: number, requests: number): Promise<object> {
  const tenth = await filledReading(Math.floor(entries / 10));
  const n = await filledReading(entries);
  const measured = await measureReads({ tenth, n }, requests);
  for (const { readers } of [tenth, n]) await readers.close();
  return summary(entries, measured);
}

/** Starts a whole system, and fills it with so many entries. */
async function filledReading(entries: number): Promise<Reading> {
  const system = await WholeSystem.start({ TRAILBOOK_SHARED_BUFFERS: mostBuffers });
  running.push(system);
  const [first] = system.endpoints.tenants;
  if (!first) throw new Error('the demo has no tenant');
  const random = randomNumbers(42);
  const now = Date.now();
  const uidOf = (tenant: number) => (tenant === largest ? first.uid : tenantUid(tenant));
  const rare = Math.floor(entries / 20);
  const filler = await StoreFiller.open(system.databaseAs('trailbook_ingest'), system.endpoints.database);
  await filler.fillUpTo(entries, (index) => {
    const time = Math.floor(now - (1 - index / entries) * hour);
    if (index !== rare) return eventAt(index, time, 1, random, { tenantUid: uidOf, tenant: zipfTenant });
    return saying(`${rareWord} once`, eventAt(index, time, 1, random, { tenantUid: uidOf, tenant: () => largest }));
  });
  await filler.close();
  const readers = new Readers(system, first.uid);
  return { readers, subject: await subjectOf(readers) };
}

/** Walks a part of the log by the gateway, for entries and tokens to ask for. */
async function subjectOf(readers: Readers): Promise<Subject> {
  const known: Subject['known'][number][] = [];
  let token = '';
  for (let page = 0; page < 40; page += 1) {
    const list = (await readers.get(`/v1/audits?limit=50&continue=${encodeURIComponent(token)}`)) as AuditList;
    const last: Audit | undefined = list.items.at(-1);
    token = list.listmeta.continue;
    if (!last || token === '') break;
    known.push({ uid: last.metadata.uid, time: Date.parse(last.metadata.creationTimestamp), token });
  }
  const projects = [1, 2, 3, 4, 5].map((project) => projectUid(largest, project));
  return { tenant: largest, projects, known: known.slice(10), random: randomNumbers(7) };
}

function summary(entries: number, measured: Record<Size, SizeFigures>): object {
  const reads: Record<string, Record<string, object>> = {};
  for (const [size, figures] of Object.entries(measured)) {
    for (const [name, figure] of Object.entries(figures.reads)) (reads[name] ??= {})[size] = figure;
  }
  return {
    events: entries,
    reads,
    saturated: measured.n.saturated,
    saturatedTenth: measured.tenth.saturated,
    combinations: measured.n.combinations,
    combinationsTenth: measured.tenth.combinations,
    search: measured.n.search,
    searchTenth: measured.tenth.search,
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { events: { type: 'string', default: '10000000' }, requests: { type: 'string', default: '300' } },
  });
  const entries = Number(values.events);
  if (!Number.isInteger(entries) || entries < 100_000) throw new Error('--events: a whole number, at least 100000');
  const requests = Number(values.requests);
  if (!Number.isInteger(requests) || requests < 10) throw new Error('--requests: of a round, at least 10');
  const stop = stopWhenTold(() => Promise.all(running.map((system) => system.stop())));
  try {
    process.stdout.write(`${JSON.stringify(await measure(entries, requests))}\n`);
  } finally {
    await stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});

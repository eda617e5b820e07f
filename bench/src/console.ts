import { findChromium } from '@trailbook/local';
import { chromium, type Browser } from 'playwright-core';
import { parseArgs } from 'node:util';
import { measureFilters } from './console/measure-filters';
import { measureFirstList } from './console/measure-first-list';
import { measureScroll } from './console/measure-scroll';
import { Reader } from './console/reader';
import { eventAt, randomNumbers } from './store-layout/events';
import { StoreFiller } from './system/fill-store';
import { WholeSystem } from './system/whole-system';
import { stopWhenTold } from './system/ending';

const day = 86_400_000;
/** The load's entries are spread over so many days before the present, which the demo's history has too. */
const spreadDays = 60;

/** Fills the log of the demo's first tenant, by whose administrator the console is used. */
async function fill(system: WholeSystem, entries: number): Promise<void> {
  const random = randomNumbers(42);
  const now = Date.now();
  const tenant = system.endpoints.tenants[0]?.uid ?? '';
  const of = { tenantUid: () => tenant, tenant: () => 0 };
  const filler = await StoreFiller.open(system.databaseAs('trailbook_ingest'), system.endpoints.database);
  await filler.fillUpTo(entries, (index) =>
    eventAt(index, Math.floor(now - (1 - index / entries) * spreadDays * day), 1, random, of),
  );
  await filler.close();
}

async function measure(system: WholeSystem, browser: Browser, entries: number, rounds: number): Promise<object> {
  const reader = await Reader.of(system, browser);
  const demo = await measureFirstList(reader, rounds);
  process.stderr.write(`first list on the demo: ${JSON.stringify(demo)}\n`);
  await fill(system, entries);
  const filled = await measureFirstList(reader, rounds);
  process.stderr.write(`first list with ${entries} entries: ${JSON.stringify(filled)}\n`);
  const filters = await measureFilters(reader, rounds);
  process.stderr.write(`filters: ${JSON.stringify(filters)}\n`);
  const scroll = await measureScroll(reader, Math.min(entries, 100_000));
  return { entries, firstList: { demo, filled }, filters, scroll };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { entries: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '10' } },
  });
  const entries = Number(values.entries);
  if (!Number.isInteger(entries) || entries < 10_000) throw new Error('--entries: a whole number, at least 10000');
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 3) throw new Error('--rounds: a whole number, at least 3');
  const { env, ...program } = findChromium();
  const browser = await chromium.launch({ ...program, env: { ...process.env, ...env }, headless: true });
  const system = await WholeSystem.start();
  const stop = stopWhenTold(() => system.stop());
  try {
    process.stdout.write(`${JSON.stringify(await measure(system, browser, entries, rounds))}\n`);
  } finally {
    await browser.close();
    await stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});

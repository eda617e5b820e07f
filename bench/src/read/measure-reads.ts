import type { AuditList } from '@trailbook/contract';
import { listEntries, withScope, type EntryFilter } from '@trailbook/store/read';
import { Pool } from 'pg';
import { Agent } from 'undici';
import { median } from '../system/median';
import { rounded } from '../system/rounded';
import type { WholeSystem } from '../system/whole-system';
import { latenciesOf, middleOf, saturated, openLoop, type Latencies } from './open-loop';
import { combinations, queryOf, reads, type Subject } from './reads';
import { searches } from './searches';

const perSecond = 100;
const rounds = 9;
const saturatedRounds = 5;
const warmUp = 50;

export interface SizeFigures {
  reads: Record<string, { gateway: Latencies; sql: Latencies }>;
  saturated: { gateway: number; sql: number };
  /** Pages under other filters: p50 in ms of the first ones and of those that follow, whose ratio to the first page. */
  combinations: Record<string, CombinationFigures>;
  /** Pages with free text through the gateway, one after the other: the middle and the slowest in ms, and what came. */
  search: Record<string, { p50: number; max: number; found: number; counted: number; complete: boolean }>;
}

/** In ms. The pages differ from each other, and nobody has asked for any of them before. */
interface CombinationFigures {
  /** Through the gateway, and to the unfiltered first page. */
  p50: number;
  ratio: number;
  /** By SQL alone, likewise. */
  sqlP50: number;
  sqlRatio: number;
  /** By SQL, of the warm-up, whose users and resources PostgreSQL has perhaps not read for long. */
  sqlColdP50: number;
  /** By SQL, of the same pages asked for again at once. */
  sqlAgainP50: number;
}

/** Both ways to read: the gateway, and the same SQL from here as the role that the query service has. */
export class Readers {
  private readonly agent = new Agent({ connections: 64, pipelining: 1, bodyTimeout: 60_000, headersTimeout: 60_000 });
  private readonly pool: Pool;

  constructor(
    private readonly system: WholeSystem,
    private readonly tenantUid: string,
  ) {
    this.pool = new Pool({
      connectionString: system.databaseAs('trailbook_query'),
      max: 10,
      options: '-c jit=off -c TimeZone=UTC',
      statement_timeout: 60_000,
    });
  }

  async get(path: string): Promise<unknown> {
    const { statusCode, body } = await this.agent.request({
      origin: this.system.endpoints.gateway,
      path,
      method: 'GET',
      headers: { ApiKey: this.system.keyOf(this.tenantUid) },
    });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`GET ${path}: ${statusCode} ${text}`);
    return JSON.parse(text);
  }

  sql<T>(work: Parameters<typeof withScope<T>>[2]): Promise<T> {
    return withScope(this.pool, { tenantUid: this.tenantUid, projectUid: '*' }, work);
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.agent.close();
  }
}

/** Two stores are compared, one with a tenth of the other's entries. */
export type Size = (typeof sizes)[number];
const sizes = ['tenth', 'n'] as const;

/** Who reads, and what. */
export interface Reading {
  readonly readers: Readers;
  readonly subject: Subject;
}

interface Measured {
  gateway: Latencies[];
  sql: Latencies[];
}

/** Every read, in rounds in turn of both stores by the gateway and by SQL: a machine that others use is not as fast a minute later. */
export async function measureReads(
  stores: Readonly<Record<Size, Reading>>,
  requests: number,
): Promise<Record<Size, SizeFigures>> {
  const figures: Record<Size, SizeFigures> = { tenth: noFigures(), n: noFigures() };
  for (const [name, readOf] of Object.entries(reads)) {
    const measured: Record<Size, Measured> = { tenth: { gateway: [], sql: [] }, n: { gateway: [], sql: [] } };
    for (let round = 0; round <= rounds; round += 1) {
      // Each store is the first one in turn: what the machine does meanwhile goes on from one measurement to the next.
      for (const size of round % 2 === 0 ? sizes : sizes.toReversed()) {
        const { readers, subject } = stores[size];
        const count = round === 0 ? warmUp : requests;
        const gateway = await openLoop(perSecond, count, () => readers.get(readOf(subject).path));
        const sql = await openLoop(perSecond, count, () => readers.sql((reader) => readOf(subject).sql(reader)));
        if (round === 0) continue;
        measured[size].gateway.push(latenciesOf(gateway));
        measured[size].sql.push(latenciesOf(sql));
      }
    }
    for (const size of sizes) {
      const { gateway, sql } = measured[size];
      figures[size].reads[name] = { gateway: middleOf(gateway), sql: middleOf(sql) };
      process.stderr.write(`${name}, ${size}: ${JSON.stringify(figures[size].reads[name])}\n`);
    }
  }
  for (const size of sizes) {
    const { readers, subject } = stores[size];
    figures[size].saturated = await measureSaturated(readers, subject);
    figures[size].combinations = await measureCombinations(readers, subject, requests);
    figures[size].search = await measureSearches(readers);
  }
  return figures;
}

const noFigures = (): SizeFigures => ({ reads: {}, saturated: { gateway: 0, sql: 0 }, combinations: {}, search: {} });

async function measureSearches(readers: Readers): Promise<SizeFigures['search']> {
  const times = 11;
  const results: SizeFigures['search'] = {};
  for (const [name, text] of Object.entries(searches)) {
    const taken: number[] = [];
    let list: AuditList | undefined;
    for (let n = 0; n < times; n += 1) {
      const milliseconds = await millisecondsOf(async () => {
        list = (await readers.get(`/v1/audits?limit=50&search=${encodeURIComponent(text)}`)) as AuditList;
      });
      taken.push(rounded(milliseconds, 1));
    }
    const found = list?.items.length ?? 0;
    results[name] = {
      p50: median(taken),
      max: Math.max(...taken),
      found,
      counted: list?.listmeta.count ?? 0,
      complete: found === 50 || list?.listmeta.continue === '',
    };
    process.stderr.write(`search ${name}: ${JSON.stringify(results[name])}\n`);
  }
  return results;
}

async function measureSaturated(readers: Readers, subject: Subject): Promise<{ gateway: number; sql: number }> {
  const first = reads.first?.(subject);
  if (!first) throw new Error('there is no first page');
  const measured: Record<'gateway' | 'sql', number[]> = { gateway: [], sql: [] };
  for (let n = 0; n < saturatedRounds; n += 1) {
    measured.gateway.push(await saturated(8, 3_000, () => readers.get(first.path)));
    measured.sql.push(await saturated(8, 3_000, () => readers.sql((reader) => first.sql(reader))));
  }
  return { gateway: Math.round(median(measured.gateway)), sql: Math.round(median(measured.sql)) };
}

async function measureCombinations(
  readers: Readers,
  subject: Subject,
  requests: number,
): Promise<Record<string, CombinationFigures>> {
  const results: Record<string, CombinationFigures> = {};
  let first: { p50: number; sqlP50: number } | undefined;
  const all: typeof combinations = { first: () => ({}), ...combinations };
  for (const [name, filterOf] of Object.entries(all)) {
    const figures = {
      p50: await pagesThroughGateway(readers, () => filterOf(subject), requests),
      ...(await pagesBySql(readers, () => filterOf(subject), requests)),
    };
    first ??= figures;
    const { p50, sqlP50 } = first;
    results[name] = { ...figures, ratio: rounded(figures.p50 / p50), sqlRatio: rounded(figures.sqlP50 / sqlP50) };
    process.stderr.write(`${name}: ${JSON.stringify(results[name])}\n`);
  }
  return results;
}

/** Pages without their total, as the console asks for them, one after the other. */
async function pagesThroughGateway(readers: Readers, filterOf: () => EntryFilter, requests: number): Promise<number> {
  const taken: number[] = [];
  for (let n = 0; n < warmUp + requests; n += 1) {
    const query = queryOf(filterOf());
    taken.push(await millisecondsOf(() => readers.get(`/v1/audits?limit=50&count=false&${query}`)));
  }
  return latenciesOf(taken.slice(warmUp)).p50;
}

async function pagesBySql(readers: Readers, filterOf: () => EntryFilter, requests: number) {
  const taken: number[] = [];
  const again: number[] = [];
  for (let n = 0; n < warmUp + requests; n += 1) {
    const filter = filterOf();
    const page = () => readers.sql((reader) => listEntries(reader, filter, { limit: 51 }));
    taken.push(await millisecondsOf(page));
    again.push(await millisecondsOf(page));
  }
  const p50Of = (some: number[]) => latenciesOf(some).p50;
  return {
    sqlP50: p50Of(taken.slice(warmUp)),
    sqlColdP50: p50Of(taken.slice(0, warmUp)),
    sqlAgainP50: p50Of(again.slice(warmUp)),
  };
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

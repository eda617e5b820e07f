import { isClaim } from './claims';
import { malformedValue, type LoadProducer } from './producers';
import type { RejectedRecord } from './rejected';
import type { StoreView } from './store-view';

interface Found {
  rows: number;
  different: number;
  least: number;
  most: number;
  elsewhere: number;
}

/** The store against what was produced: each sentence is something that must not be. */
export async function compare(
  store: StoreView,
  producers: readonly LoadProducer[],
  rejected: readonly RejectedRecord[],
): Promise<string[]> {
  const wrong: string[] = [];
  for (const producer of producers) wrong.push(...(await identities(store, producer)));
  wrong.push(...(await order(store, producers)), ...(await rollups(store)), ...rejections(producers, rejected));
  return [...wrong, ...(await doubled(store)), ...(await unaccounted(store))];
}

/** Numbers from 0 on, each once: as many rows as different numbers, and none outside. */
async function identities(store: StoreView, { source, events }: LoadProducer): Promise<string[]> {
  const [found] = await store.ask<Found>(
    `SELECT count(*)::int AS rows, count(DISTINCT e.id)::int AS different,
            coalesce(min(e.id::int), 0) AS least, coalesce(max(e.id::int), -1) AS most,
            count(*) FILTER (WHERE e.payload::json ->> 'tenantUid' <> 'tenant-' || e.id::int % 10)::int AS elsewhere
       FROM audit.entry e JOIN audit.source s ON s.id = e.source_id WHERE s.uri = $1`,
    [source],
  );
  const { rows, different, least, most, elsewhere } = found as Found;
  const wrong: string[] = [];
  if (different < events) wrong.push(`${source}: ${events - different} of ${events} events are missing`);
  if (rows > different) wrong.push(`${source}: ${rows - different} events are stored twice`);
  if (least < 0 || most >= events) wrong.push(`${source}: events are stored that were never produced`);
  if (elsewhere > 0) wrong.push(`${source}: ${elsewhere} events belong to another tenant than was produced`);
  return wrong;
}

/** No identity, and no uid of a tenant, is there twice. */
async function doubled(store: StoreView): Promise<string[]> {
  const [found] = await store.ask<{ uids: number; identities: number }>(
    `SELECT (count(*) - count(DISTINCT (tenant_id, uid)))::int AS uids,
            (count(*) - count(DISTINCT (source_id, coalesce(nullif(id, ''), uid::text))))::int AS identities FROM audit.entry`,
  );
  const { uids = 0, identities = 0 } = found ?? {};
  return uids + identities === 0 ? [] : [`${uids} uids and ${identities} identities are stored twice`];
}

/** Each record of the log is an entry, or was written down as none: trail-sink rests on that. */
async function unaccounted(store: StoreView): Promise<string[]> {
  const [found] = await store.ask<{ records: number; entries: number; others: number }>(
    `SELECT (SELECT sum(next_offset)::int FROM audit.kafka_offset) AS records,
            (SELECT count(*)::int FROM audit.entry) AS entries,
            (SELECT coalesce(sum(to_offset - from_offset), 0)::int FROM audit.not_stored) AS others`,
  );
  const { records = 0, entries = 0, others = 0 } = found ?? {};
  if (records === entries + others) return [];
  return [`of ${records} records ${entries} became entries and ${others} are said to be none`];
}

/** In the log's order a resource's events were produced, and taken in, one after the other. */
async function order(store: StoreView, producers: readonly LoadProducer[]): Promise<string[]> {
  const [found] = await store.ask<{ events: number; takenIn: number }>(
    `SELECT count(*) FILTER (WHERE number < before)::int AS events,
            count(*) FILTER (WHERE received_at < received_before)::int AS "takenIn"
       FROM (SELECT e.id::int AS number, lag(e.id::int) OVER log AS before, received_at,
                    lag(received_at) OVER log AS received_before
               FROM audit.entry e JOIN audit.source s ON s.id = e.source_id WHERE s.uri = ANY($1)
             WINDOW log AS (PARTITION BY e.source_id, e.tenant_id, e.resource_key
                            ORDER BY kafka_epoch, kafka_partition, kafka_offset)) entries`,
    [producers.filter(({ keyed }) => keyed).map(({ source }) => source)],
  );
  const { events = 0, takenIn = 0 } = found ?? {};
  const wrong: string[] = [];
  if (events > 0) wrong.push(`${events} events of a resource are out of order`);
  if (takenIn > 0) wrong.push(`${takenIn} events of a resource were taken in before their predecessor`);
  return wrong;
}

/** Counts of the entries, by what they are grouped by and action (numbered as the counts number them). */
const stored = (by: string) =>
  `(SELECT tenant_id, project_id, ${by}, strpos('cudpyva', action::text) - 1 AS action, count(*) AS n
      FROM audit.entry GROUP BY 1, 2, 3, 4) stored`;
const told = (view: string, by: string) =>
  `(SELECT tenant_id, project_id, ${by}, action, sum(n) AS n FROM audit.${view} GROUP BY 1, 2, 3, 4) told`;

/** The counts by hour and by kind, when all is folded, against the entries. */
async function rollups(store: StoreView): Promise<string[]> {
  await store.ask('SELECT audit.fold_rollups(2147483647)');
  const [found] = await store.ask<{ hours: number; kinds: number; pending: number }>(
    `SELECT (SELECT count(*)::int FROM audit.rollup_delta) AS pending,
            (SELECT count(*)::int FROM ${told('counts_by_hour', 'hour')}
               FULL JOIN ${stored(`date_trunc('hour', time, 'UTC') AS hour`)} USING (tenant_id, project_id, hour, action)
              WHERE told.n IS DISTINCT FROM stored.n) AS hours,
            (SELECT count(*)::int FROM ${told('counts_by_kind', 'kind_id')}
               FULL JOIN ${stored('kind_id')} USING (tenant_id, project_id, kind_id, action)
              WHERE told.n IS DISTINCT FROM stored.n) AS kinds`,
  );
  const { hours = 0, kinds = 0, pending = 0 } = found ?? {};
  if (hours + kinds + pending === 0) return [];
  return [
    `the roll-ups differ from the entries in ${hours} hours and ${kinds} kinds; ${pending} deltas are not folded`,
  ];
}

/** Every malformed record is kept with its code, and nothing else is but claims of contested identities. */
function rejections(producers: readonly LoadProducer[], rejected: readonly RejectedRecord[]): string[] {
  const kept = new Set(rejected.filter(({ code }) => code === 'not-json').map(({ value }) => value));
  const others = new Set(
    rejected.filter(({ code, value }) => code !== 'not-json' && !isClaim(value)).map(({ code }) => code),
  );
  const wanted = producers.flatMap(({ source, malformed }) =>
    Array.from({ length: malformed }, (_, number) => malformedValue(source, number)),
  );
  const missing = wanted.filter((value) => !kept.has(value)).length;
  const wrong: string[] = [];
  if (missing > 0) wrong.push(`${missing} of ${wanted.length} malformed records are not in the rejected topic`);
  if (kept.size > wanted.length) wrong.push(`${kept.size - wanted.length} records were rejected that nobody produced`);
  if (others.size > 0) wrong.push(`good records were rejected: ${[...others].join(', ')}`);
  return wrong;
}

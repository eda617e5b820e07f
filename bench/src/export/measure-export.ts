import { eventAt, randomNumbers } from '../store-layout/events';
import { StoreFiller } from '../system/fill-store';
import { median } from '../system/median';
import type { WholeSystem } from '../system/whole-system';
import { Downloads, type Taken } from './downloads';
import { peakWhile } from './peak-while';
import { rounded } from '../system/rounded';

const hour = 3_600_000;
/** Rows of the download with whose memory the whole one's is compared. */
const few = 10_000;
const apps = ['query', 'gateway'] as const;
type App = (typeof apps)[number];
const perSecond = ({ rows, milliseconds }: Taken) => (rows * 1_000) / milliseconds;

/** Downloads a tenant's whole log through the gateway and by COPY, in turn, and watches the services' memory. */
export async function measureExport(system: WholeSystem, events: number, rounds: number): Promise<object> {
  const [tenant] = system.endpoints.tenants;
  if (!tenant) throw new Error('the demo has no tenant');
  const now = Date.now();
  const timeOf = (index: number) => Math.floor(now - (1 - index / events) * hour);
  const random = randomNumbers(42);
  const filler = await StoreFiller.open(system.databaseAs('trailbook_ingest'), system.endpoints.database);
  await filler.fillUpTo(events, (index) =>
    eventAt(index, timeOf(index), 1, random, { tenantUid: () => tenant.uid, tenant: () => 0 }),
  );
  await filler.close();
  const downloads = new Downloads(system, tenant.uid);
  const peaks = async (from: number) => {
    const { result, peakMb } = await peakWhile(system, apps, () => downloads.byGateway(from));
    return { result, peakMb };
  };
  await peaks(timeOf(events - few));
  const small = await peaks(timeOf(events - few));
  const measured = { gateway: [] as Taken[], copy: [] as Taken[] };
  const growth: Record<App, number[]> = { query: [], gateway: [] };
  for (let n = 1; n <= rounds; n += 1) {
    measured.copy.push(await downloads.byCopy());
    const whole = await peaks(0);
    measured.gateway.push(whole.result);
    for (const app of apps) growth[app].push(whole.peakMb[app] - small.peakMb[app]);
    assertWhole(events, [measured.copy.at(-1)!, whole.result]);
    process.stderr.write(
      `round ${n}: ${Math.round(perSecond(whole.result))} rows/s, COPY ${Math.round(perSecond(measured.copy.at(-1)!))}, ` +
        `peaks ${JSON.stringify(whole.peakMb)} MB after ${JSON.stringify(small.peakMb)} for ${small.result.rows} rows\n`,
    );
  }
  await downloads.close();
  return summary(measured, growth);
}

/** Both must have given every entry; the demo's own and the downloads' events come on top. */
function assertWhole(events: number, all: readonly Taken[]): void {
  for (const { rows } of all) if (rows < events) throw new Error(`a download of ${rows} rows, of at least ${events}`);
}

function summary(measured: { gateway: Taken[]; copy: Taken[] }, growth: Record<App, number[]>): object {
  const ratios = measured.gateway.map((one, n) => perSecond(one) / perSecond(measured.copy[n]!));
  const last = measured.gateway.at(-1)!;
  return {
    events: last.rows,
    bytesPerRow: Math.round(last.bytes / last.rows),
    rowsPerSecond: Math.round(median(measured.gateway.map(perSecond))),
    copyRowsPerSecond: Math.round(median(measured.copy.map(perSecond))),
    ratio: rounded(median(ratios)),
    ratios: ratios.map((ratio) => rounded(ratio)),
    rssGrowthMb: { query: median(growth.query), gateway: median(growth.gateway) },
  };
}

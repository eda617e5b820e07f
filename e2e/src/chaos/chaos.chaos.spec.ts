import { randomInt } from 'node:crypto';
import { faultKinds } from './faults';
import { runChaos } from './run-chaos';

/** One of each kind, in an order that the seed decides; `npm run chaos` inflicts as many as one likes. */
const faults = faultKinds.length;
const seed = Number(process.env.CHAOS_SEED ?? randomInt(1, 2 ** 31));

jest.setTimeout(230_000);

it(`stores every event exactly once and in order, whatever is killed or paused (seed ${seed})`, async () => {
  const report = await runChaos({ faults, seed, rate: 1_500 }, (line) => console.log(line));
  console.log(JSON.stringify(report));
  expect(report.wrong).toEqual([]);
  expect(new Set(report.faults.map(({ kind }) => kind))).toEqual(new Set(faultKinds));
  for (const { lag } of report.faults) expect(lag).toBeGreaterThan(0);
  expect(report.events).toBeGreaterThan(10_000);
});

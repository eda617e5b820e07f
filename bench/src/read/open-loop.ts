import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../system/median';
import { rounded } from '../system/rounded';

export interface Latencies {
  p50: number;
  p99: number;
}

/**
 * Sends at a fixed rate, whether answers have come or not, and takes each latency from when it should have been sent: a
 * server that stalls makes all wait that come meanwhile (Gil Tene's "coordinated omission").
 * @param perSecond requests a second
 * @returns milliseconds
 */
export async function openLoop(perSecond: number, requests: number, send: () => Promise<unknown>): Promise<number[]> {
  const began = performance.now();
  const sent: Promise<number>[] = [];
  for (let n = 0; n < requests; n += 1) {
    const intended = began + (n * 1_000) / perSecond;
    const early = intended - performance.now();
    if (early > 1) await sleep(early);
    sent.push(send().then(() => performance.now() - intended));
  }
  return Promise.all(sent);
}

/** Answers a second with so many askers, each of whom asks again as soon as he has his answer. */
export async function saturated(askers: number, milliseconds: number, send: () => Promise<unknown>): Promise<number> {
  const deadline = performance.now() + milliseconds;
  let answers = 0;
  const ask = async () => {
    while (performance.now() < deadline) {
      await send();
      answers += 1;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: askers }, ask));
  return (answers * 1_000) / (performance.now() - began);
}

export function latenciesOf(milliseconds: readonly number[]): Latencies {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number) => rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN);
  return { p50: at(0.5), p99: at(0.99) };
}

/** The median round, figure by figure. */
export const middleOf = (rounds: readonly Latencies[]): Latencies => ({
  p50: median(rounds.map(({ p50 }) => p50)),
  p99: median(rounds.map(({ p99 }) => p99)),
});

import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { AuditProducer, type KafkaConnection } from '@trailbook/messaging';
import { recordOf } from '../ingest/load';
import { eventAt, randomNumbers } from '../store-layout/events';
import { until } from './measure-sink';
import type { StandIn } from './stand-in';

const perSecond = 10;
const patienceMs = 60_000;

/** Publishes ten events a second; answers how long each took from there to the stand-in, sorted, in milliseconds. */
export async function measureTrickle(
  kafka: KafkaConnection,
  topic: string,
  standIn: StandIn,
  seconds: number,
): Promise<number[]> {
  const producer = new AuditProducer(kafka, { topic });
  const random = randomNumbers(99);
  const published = new Map<string, number>();
  const began = performance.now();
  for (let n = 0; n < seconds * perSecond; n += 1) {
    await sleep(Math.max(0, began + (n * 1_000) / perSecond - performance.now()));
    const entry = eventAt(n, Date.now(), 1, random);
    published.set(entry.event.uid, Date.now());
    await producer.publish([recordOf(entry)]);
  }
  await producer.close();
  let took: number[] = [];
  await until(async () => {
    const arrivals = await standIn.arrivals();
    took = arrivals.flatMap(({ uid, at }) => (published.has(uid) ? [at - (published.get(uid) ?? 0)] : []));
    return took.length >= published.size;
  }, patienceMs);
  return took.sort((a, b) => a - b);
}

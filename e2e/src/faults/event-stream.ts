import { setTimeout as sleep } from 'node:timers/promises';
import type { ConsoleProducer, Line } from '../clients/kafka-tools';

const perSecond = 500;
const tickMs = 20;
/** One event in so many is sent a second time, this many events later. */
const repeatEvery = 10;
const repeatAfter = 120;

export interface Streamed {
  events: number;
  repeats: number;
}

/** The `number`th event: the same whenever it is sent, its time included. */
export const eventLine = (number: number, source: string, tenantUid: string, began: number): Line => ({
  headers: {
    ce_specversion: '1.0',
    ce_id: String(number),
    ce_source: source,
    ce_type: 'dev.trailbook.audit.event.v1',
    ce_time: new Date(began + number).toISOString(),
    'content-type': 'application/json',
  },
  key: `${tenantUid}-${number % 24}`,
  value: JSON.stringify({
    tenantUid,
    actionType: 'activity',
    resource: { kind: 'e2e-stream', uid: `stream-${number % 100}` },
    actor: { actorType: 'system' },
    actionMsg: `Event ${number}`,
  }),
});

/** Sends 500 events a second for so many seconds, one in ten of them twice. */
export async function stream(
  producer: ConsoleProducer,
  line: (number: number) => Line,
  seconds: number,
  signal: AbortSignal,
): Promise<Streamed> {
  const began = Date.now();
  const total = seconds * perSecond;
  let repeats = 0;
  for (let sent = 0; sent < total && !signal.aborted; await sleep(tickMs)) {
    const due = Math.min(total, Math.floor(((Date.now() - began) * perSecond) / 1000));
    for (; sent < due; sent += 1) {
      producer.send(line(sent));
      if (sent % repeatEvery !== 0 || sent < repeatAfter) continue;
      producer.send(line(sent - repeatAfter));
      repeats += 1;
    }
  }
  return { events: total, repeats };
}

import type { Tally } from './delivery-store';
import { Counter, Gauge, Histogram, register } from 'prom-client';

const registers = [register];
const prefix = 'trailbook_trail_sink';

/** What operators see of deliveries: totals only, since trails come and go by the thousand. */
export const deliveryMetrics = {
  delivered: new Counter({
    name: `${prefix}_delivered_total`,
    help: 'Entries that a sink has acknowledged',
    registers,
  }),
  resent: new Counter({
    name: `${prefix}_resent_total`,
    help: 'Entries that a sink took with the send time, after it had rejected their own',
    registers,
  }),
  rejected: new Counter({ name: `${prefix}_rejected_total`, help: 'Entries that a sink will never take', registers }),
  shortened: new Counter({
    name: `${prefix}_shortened_total`,
    help: 'Entries that were too large for a sink',
    registers,
  }),
  replayed: new Counter({
    name: `${prefix}_replayed_total`,
    help: 'Entries that a sink has acknowledged once more, for a replay',
    registers,
  }),
  notStored: new Counter({
    name: `${prefix}_not_stored_records_total`,
    help: 'Records that were not delivered, since ingest rejected them or found them to be repeats',
    registers,
  }),
  leftToStore: new Counter({
    name: `${prefix}_left_to_store_records_total`,
    help: 'Records that ingest stored and trail-sink rejects: trails took them from the store; are both configured alike?',
    registers,
  }),
  retries: new Counter({
    name: `${prefix}_retries_total`,
    help: 'Calls that a sink failed and that were tried again',
    labelNames: ['code'],
    registers,
  }),
  spilled: new Counter({
    name: `${prefix}_spilled_total`,
    help: 'Times that a trail was too slow for the log and was left to catch up from the store',
    registers,
  }),
  sendSeconds: new Histogram({
    name: `${prefix}_send_seconds`,
    help: 'Time to deliver one batch, retries included',
    labelNames: ['outcome'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  }),
};

export function countDelivered({ delivered, resent, rejected, shortened }: Tally): void {
  deliveryMetrics.delivered.inc(delivered);
  deliveryMetrics.resent.inc(resent);
  deliveryMetrics.rejected.inc(rejected);
  deliveryMetrics.shortened.inc(shortened);
}

export interface DeliveryGauges {
  readonly trails: () => number;
  readonly parked: () => number;
  readonly pending: () => number;
  readonly pendingBytes: () => number;
  readonly catchingUp: () => number;
  readonly stalled: () => number;
  readonly lagSeconds: () => number;
}

function show(name: string, help: string, value: () => number): void {
  register.removeSingleMetric(`${prefix}_${name}`);
  new Gauge({
    name: `${prefix}_${name}`,
    help,
    registers,
    collect() {
      this.set(value());
    },
  });
}

/** Shows for how long records of the log wait until ingest has stored them. */
export function showWaiting(seconds: () => number): void {
  show('waiting_for_store_seconds', 'How long the partition waits for ingest that waits longest', seconds);
}

/** Shows what deliveries are like at the moment of looking. */
export function showDeliveries(gauges: DeliveryGauges): void {
  show('trails', 'Trails that this instance delivers', gauges.trails);
  show('parked_trails', 'Trails that are parked', gauges.parked);
  show('pending', 'Entries in memory that no sink has acknowledged', gauges.pending);
  show('pending_bytes', 'Their size', gauges.pendingBytes);
  show('catching_up', 'Lanes (trail and partition) that take their entries from the store', gauges.catchingUp);
  show('stalled_trails', 'Trails that have work, are not parked, and make no progress', gauges.stalled);
  show('lag_seconds', 'Age of the oldest entry in memory that no sink has acknowledged', gauges.lagSeconds);
}

import { Counter, Gauge, register } from 'prom-client';

/** The outbox in Prometheus's terms; one set for the process, told apart by the label `schema`. */
export interface OutboxMetrics {
  waiting: Gauge<'schema'>;
  oldestSeconds: Gauge<'schema'>;
  active: Gauge<'schema'>;
  published: Counter<'schema'>;
  failures: Counter<'schema' | 'step'>;
}

let metrics: OutboxMetrics | undefined;

export function outboxMetrics(): OutboxMetrics {
  const labelNames = ['schema'] as const;
  const registers = [register];
  metrics ??= {
    waiting: new Gauge({
      name: 'trailbook_outbox_waiting',
      help: 'Events written to the outbox and not yet in Kafka (counted up to 100000); 0 where another instance relays',
      labelNames,
      registers,
    }),
    oldestSeconds: new Gauge({
      name: 'trailbook_outbox_oldest_seconds',
      help: 'Age of the oldest event that waits in the outbox',
      labelNames,
      registers,
    }),
    active: new Gauge({
      name: 'trailbook_outbox_relay_active',
      help: '1 where this instance is the one that relays the outbox',
      labelNames,
      registers,
    }),
    published: new Counter({
      name: 'trailbook_outbox_published_total',
      help: 'Events taken from the outbox and acknowledged by Kafka',
      labelNames,
      registers,
    }),
    failures: new Counter({
      name: 'trailbook_outbox_failures_total',
      help: 'Attempts that failed, by step: publish (Kafka) or database',
      labelNames: ['schema', 'step'] as const,
      registers,
    }),
  };
  return metrics;
}

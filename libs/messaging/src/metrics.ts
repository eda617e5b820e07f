import { Counter, Gauge, Histogram } from 'prom-client';

/** Records between what is dealt with for good and the end of the log. */
export const consumerLag = new Gauge({
  name: 'trailbook_consumer_lag',
  help: 'Records of a partition that are not yet dealt with',
  labelNames: ['topic', 'partition'] as const,
});

export const consumedRecords = new Counter({
  name: 'trailbook_consumer_records_total',
  help: 'Records taken from Kafka',
  labelNames: ['topic'] as const,
});

export const consumedBatch = new Histogram({
  name: 'trailbook_consumer_batch_records',
  help: 'Records of one partition in one fetch',
  labelNames: ['topic'] as const,
  buckets: [1, 10, 100, 500, 1_000, 2_500, 5_000, 10_000, 25_000],
});

export const consumerRestarts = new Counter({
  name: 'trailbook_consumer_restarts_total',
  help: 'Times a consumer had to be made again',
  labelNames: ['topic'] as const,
});

export const publishSeconds = new Histogram({
  name: 'trailbook_publish_seconds',
  help: 'From handing records over to their acknowledgement by Kafka, per batch',
  labelNames: ['topic', 'outcome'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});

export const publishedRecords = new Counter({
  name: 'trailbook_published_records_total',
  help: 'Records that Kafka acknowledged',
  labelNames: ['topic'] as const,
});

export const rejectedRecords = new Counter({
  name: 'trailbook_rejected_total',
  help: 'Records sent to the rejected topic',
  labelNames: ['app', 'code'] as const,
});

export const lostRejections = new Counter({
  name: 'trailbook_rejected_lost_total',
  help: 'Rejected records that the rejected topic took in no form; the log has the digest of each',
  labelNames: ['app', 'code'] as const,
});

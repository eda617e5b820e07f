import { Counter, Gauge, Histogram } from 'prom-client';

export const received = new Counter({
  name: 'trailbook_ingest_received_total',
  help: 'Records read from Kafka and judged',
});
export const stored = new Counter({
  name: 'trailbook_ingest_stored_total',
  help: 'Entries and notes stored',
  labelNames: ['of'] as const,
});
export const repeats = new Counter({
  name: 'trailbook_ingest_repeats_total',
  help: 'Entries and notes that were in the store already',
  labelNames: ['of'] as const,
});
export const rejected = new Counter({
  name: 'trailbook_ingest_rejected_total',
  help: 'Records that can not be stored, by code',
  labelNames: ['code'] as const,
});
export const fenced = new Counter({
  name: 'trailbook_ingest_fenced_total',
  help: 'Chunks that found their partition stored up to another offset than expected',
});
export const lost = new Counter({
  name: 'trailbook_ingest_lost_records_total',
  help: 'Records that Kafka had deleted before they were stored',
});
export const epochsOpened = new Counter({
  name: 'trailbook_ingest_epochs_total',
  help: 'Times that the topic turned out to be another log than the one stored from',
});
export const storeFailures = new Counter({
  name: 'trailbook_ingest_failures_total',
  help: 'Attempts at a chunk that failed and were repeated, by reason',
  labelNames: ['reason'] as const,
});
export const chunkRecords = new Histogram({
  name: 'trailbook_ingest_chunk_records',
  help: 'Kafka records in one transaction',
  buckets: [1, 5, 10, 50, 100, 500, 1_000, 2_500, 5_000, 10_000, 20_000],
});
export const chunkSeconds = new Histogram({
  name: 'trailbook_ingest_chunk_seconds',
  help: 'From taking a chunk to its commit, repetitions included',
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
});
export const freshness = new Histogram({
  name: 'trailbook_ingest_freshness_seconds',
  help: "From Kafka's timestamp of a partition's oldest record in a chunk to its commit",
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 300, 3_600],
});
export const heldBytes = new Gauge({
  name: 'trailbook_ingest_held_bytes',
  help: 'Bytes read from Kafka and not yet stored',
});
export const folded = new Counter({
  name: 'trailbook_ingest_folded_total',
  help: 'Roll-up deltas folded into the hourly and daily counts',
});
export const merged = new Counter({
  name: 'trailbook_ingest_search_merged_total',
  help: 'Rows of searchable texts merged into blocks',
});
export const detachedMonths = new Gauge({
  name: 'trailbook_ingest_detached_months',
  help: 'Months of entries and of notes that are detached from the log: nobody reads them, and their events wait',
});

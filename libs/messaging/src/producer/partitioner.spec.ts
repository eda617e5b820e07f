import { stickyPartitioner } from './partitioner';

type PartitionMetadata = Parameters<ReturnType<ReturnType<typeof stickyPartitioner>>>[0]['partitionMetadata'][number];

const partitionMetadata = Array.from(
  { length: 12 },
  (_, partitionId) => ({ partitionId, leader: 1 }) as PartitionMetadata,
);
const choose = (
  message: { key?: string | null; value: string; partition?: number },
  partitioner = stickyPartitioner()(),
) => partitioner({ topic: 't', partitionMetadata, message });

describe('the partition of a record', () => {
  it.each([
    ['acme', 0],
    ['tenant-1', 7],
    ['0190a6e0-0000-7000-8000-000000000001', 4],
  ])("of key %s is what Kafka's own client chooses", (key, partition) => {
    expect(choose({ key, value: '' })).toBe(partition);
  });

  it('is the one asked for', () => {
    expect(choose({ key: 'acme', value: '', partition: 11 })).toBe(11);
  });

  it('stays the same when a record without a key is sent again', () => {
    const partitioner = stickyPartitioner()();
    const messages = Array.from({ length: 500 }, (_, n) => ({ key: null, value: String(n) }));
    const first = messages.map((message) => choose(message, partitioner));
    expect(messages.map((message) => choose(message, partitioner))).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(1);
  });
});

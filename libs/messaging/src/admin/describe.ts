import type { KafkaConnection } from '../kafka/connection';

/** The stretch of a partition that the log still holds: from `low` up to, not including, `high`. */
export interface Watermarks {
  low: bigint;
  high: bigint;
}

/** The cluster's own id: offsets of another cluster mean nothing here. */
export async function describeCluster(kafka: KafkaConnection): Promise<{ clusterId: string; brokers: number }> {
  const { clusterId, brokers } = await kafka.withAdmin((admin) => admin.describeCluster());
  return { clusterId, brokers: brokers.length };
}

/** What each partition of a topic holds now. */
export async function watermarks(kafka: KafkaConnection, topic: string): Promise<Map<number, Watermarks>> {
  const offsets = await kafka.withAdmin((admin) => admin.fetchTopicOffsets(topic));
  return new Map(offsets.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]));
}

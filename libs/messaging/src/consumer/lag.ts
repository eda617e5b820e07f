import { consumerLag } from '../metrics';
import type { PartitionState } from './partition-states';

/** Shows how many records of a partition are not dealt with yet, where that is known. */
export function showLag(topic: string, { partition, handled, highWatermark }: PartitionState): void {
  if (handled === undefined || highWatermark === undefined) return;
  const lag = highWatermark > handled ? Number(highWatermark - handled) : 0;
  consumerLag.set({ topic, partition: String(partition) }, lag);
}

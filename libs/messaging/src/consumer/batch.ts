import type { ReceivedRecord } from '../records';

/** What one fetch brought of one partition. */
export interface PartitionBatch {
  topic: string;
  partition: number;
  /** The position this batch starts at: where the one before it ended. Its first record may lie further on. */
  from: bigint;
  /** The position after it. */
  to: bigint;
  /** May be empty: markers of transactions take offsets too. */
  records: ReceivedRecord[];
  /** Size of keys, values and headers. */
  bytes: number;
  /** The end of the partition's log when the batch was fetched. */
  highWatermark: bigint;
  /** Counts how often positions were set on this partition; a batch of an older count is void. */
  assignment: number;
}

/** A partition that this member has got, or has to position anew. */
export interface AssignedPartition {
  partition: number;
  /** To be found again in the batches that follow. */
  assignment: number;
  /** `assigned`: new to this member. `out-of-range`: the log doesn't hold the position asked for. `asked`: `reposition`. */
  reason: 'assigned' | 'out-of-range' | 'asked';
}

/** What a handler may ask of its consumer. */
export interface ConsumerControl {
  readonly topic: string;
  /** Tells the consumer that everything before `position` is dealt with for good: its records must not be read any more. */
  handled(partition: number, assignment: number, position: bigint): void;
  /** Reads a partition again from where `assigned` will say; its batches in flight become void. */
  reposition(partition: number, assignment: number): void;
  /**
   * Puts back what can't be taken yet: the partition is read again from `position`, but only after `proceed`, and its
   * batches in flight become void.
   * @returns the assignment of the batches that follow; undefined when this one is over
   */
  putBack(partition: number, assignment: number, position: bigint): number | undefined;
  /** Reads on where something was put back. */
  proceed(partition: number, assignment: number): void;
  /** Takes nothing more from Kafka until `resume`, but stays a member of the group. */
  pause(): void;
  resume(): void;
}

/** Where each of the partitions is to be read from. Those left out stay paused and are asked for again later. */
export type Positions = Map<number, bigint>;

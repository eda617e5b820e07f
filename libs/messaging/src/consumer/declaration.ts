/** A consumer as data: what it reads, as whom, and how much at a time. */
export interface ConsumerDeclaration {
  /** What `@BatchConsumer` refers to. */
  name: string;
  topic: string;
  group: string;
  /** Upper bound of one partition's share of one fetch, bytes. */
  maxBytesPerPartition?: number;
  /** Upper bound of one fetch, bytes. */
  maxBytes?: number;
  /**
   * Whether records are read after `batch` has returned, until they are `handled`; where not, only until then. What is read no
   * more gives its memory to what comes next, and one fetch waits while the one before it is read.
   */
  keepsRecords?: boolean;
  /** How long Kafka may wait for new records, and how soon a paused consumer notices that it may go on. */
  maxWaitMs?: number;
  /** After this long without a sign of life Kafka gives the partitions to other members of the group. */
  sessionTimeoutMs?: number;
  /** How often handled positions are told to Kafka; they are a hint for lag tools, never the truth. */
  commitEveryMs?: number;
  /** How often the log's ends are looked at for the lag. */
  lagEveryMs?: number;
}

const MiB = 1024 * 1024;

export const consumerDefaults = {
  maxBytesPerPartition: 4 * MiB,
  maxBytes: 8 * MiB,
  keepsRecords: true,
  maxWaitMs: 100,
  sessionTimeoutMs: 10_000,
  commitEveryMs: 1_000,
  lagEveryMs: 5_000,
};

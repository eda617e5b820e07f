import { Partitioners, type Message, type PartitionMetadata, type PartitionerArgs } from 'kafkajs';

/**
 * Keys go where every Kafka client sends them. A record without a key goes to one partition per batch, chosen at
 * random, and to the same one when the batch is sent again: else Kafka couldn't recognise the repetition.
 */
export function stickyPartitioner(): () => (args: PartitionerArgs) => number {
  return () => {
    const byKey = Partitioners.DefaultPartitioner();
    const chosen = new WeakMap<Message, number>();
    let sticky = 0;
    let stickyUses = 0;
    return (args) => {
      const { message, partitionMetadata } = args;
      const before = chosen.get(message);
      if (before !== undefined) return before;
      if (stickyUses++ % 100 === 0) sticky = anyWithLeader(partitionMetadata);
      const keyed = message.partition !== undefined || (message.key !== null && message.key !== undefined);
      const partition = keyed ? byKey(args) : sticky;
      chosen.set(message, partition);
      return partition;
    };
  };
}

function anyWithLeader(partitions: PartitionMetadata[]): number {
  const led = partitions.filter(({ leader }) => leader >= 0);
  const from = led.length > 0 ? led : partitions;
  return from[Math.floor(Math.random() * from.length)]?.partitionId ?? 0;
}

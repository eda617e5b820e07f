/** Kafka's name for how many replicas must have a record before it is acknowledged. */
export const minInsyncReplicas = 'min.insync.replicas';

/**
 * Returns how many replicas must have a record before Kafka acknowledges it: all but one, so that an acknowledged record
 * survives the loss of a broker and records are still taken while one is away; with one or two replicas it is 1.
 */
export function minInsyncFor(replicas: number): number {
  return Math.max(replicas - 1, 1);
}

export interface TopicReplication {
  name: string;
  /** Of its partition that has fewest. */
  replicas: number;
  /** What was asked for. */
  wanted: number;
  /** The topic's own setting, or else the brokers'. */
  minInsync: number;
}

/** Returns a sentence for each way in which a topic could lose records or refuse them for want of one broker. */
export function replicationWarnings({ name, replicas, wanted, minInsync }: TopicReplication): string[] {
  const warnings: string[] = [];
  if (replicas < wanted) {
    warnings.push(
      `topic ${name} has fewer replicas, ${replicas}, than were asked for, ${wanted}: add replicas with kafka-reassign-partitions.sh`,
    );
  }
  const right = minInsyncFor(replicas);
  const remedy = `set it to ${right} with kafka-configs.sh --alter --entity-type topics --entity-name ${name} --add-config ${minInsyncReplicas}=${right}`;
  const state = `topic ${name} has ${minInsyncReplicas}=${minInsync} with ${count(replicas)}`;
  if (minInsync < right) {
    warnings.push(`${state}: records that were acknowledged can be lost with one broker; ${remedy}`);
  } else if (minInsync > replicas) {
    warnings.push(`${state}: it takes no records at all; ${remedy}`);
  } else if (minInsync > right) {
    warnings.push(`${state}: it takes no records while one broker is away; ${remedy}`);
  }
  return warnings;
}

const count = (replicas: number) => (replicas === 1 ? '1 replica' : `${replicas} replicas`);

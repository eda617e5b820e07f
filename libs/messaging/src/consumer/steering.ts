import type { Consumer } from 'kafkajs';
import type { PartitionState } from './partition-states';

/**
 * Places, holds and releases partitions in the client of the present session. There may be none, and the next one's client
 * can't be steered before it runs.
 */
export class Steering {
  /**
   * @param consumer the client of the present session
   * @param refused hears that the client refuses to be steered: its session is over
   */
  constructor(
    private readonly topic: string,
    private readonly consumer: () => Consumer | undefined,
    private readonly refused: (error: Error) => void,
  ) {}

  seek(partition: number, position: bigint): void {
    this.steer((consumer) => consumer.seek({ topic: this.topic, partition, offset: String(position) }));
  }

  hold(states: readonly PartitionState[]): void {
    if (states.length > 0) this.steer((consumer) => consumer.pause(this.partitionsOf(states)));
  }

  release(states: readonly PartitionState[]): void {
    if (states.length > 0) this.steer((consumer) => consumer.resume(this.partitionsOf(states)));
  }

  private partitionsOf(states: readonly PartitionState[]) {
    return [{ topic: this.topic, partitions: states.map(({ partition }) => partition) }];
  }

  /** kafkajs refuses to be steered from its crash on, which it tells of only later. */
  private steer(work: (consumer: Consumer) => void): void {
    const consumer = this.consumer();
    if (consumer === undefined) return;
    try {
      work(consumer);
    } catch (error) {
      this.refused(asError(error));
    }
  }
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

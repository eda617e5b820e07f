import type { Piece } from './stretch';

interface Assignment {
  assignment: number;
  epochId: number;
}

/** The partitions that are this instance's now, and in which epoch it reads them. */
export class Assignments {
  private readonly byPartition = new Map<number, Assignment>();

  /** What is found out late about an earlier assignment doesn't take the partition from a later one. */
  set(partition: number, assignment: Assignment): void {
    const held = this.byPartition.get(partition);
    if (held === undefined || held.assignment <= assignment.assignment) this.byPartition.set(partition, assignment);
  }

  delete(partition: number): void {
    this.byPartition.delete(partition);
  }

  /** The epoch of a partition under this very assignment; undefined when that is over. */
  epochOf(partition: number, assignment: number): number | undefined {
    const held = this.byPartition.get(partition);
    return held?.assignment === assignment ? held.epochId : undefined;
  }

  /** The partitions by the epochs in which they are read: one, unless the log has just been found to be another. */
  byEpoch(): Map<number, number[]> {
    const epochs = new Map<number, number[]>();
    for (const [partition, { epochId }] of this.byPartition) {
      epochs.set(epochId, [...(epochs.get(epochId) ?? []), partition]);
    }
    return epochs;
  }

  isCurrent({ partition, assignment, epochId }: Piece): boolean {
    return this.epochOf(partition, assignment) === epochId;
  }
}

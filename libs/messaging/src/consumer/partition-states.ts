import type { Lease } from '../protocol/response-memory';

/** What this member knows of one partition it has. */
export interface PartitionState {
  /** Of the memory of batches that the handler still reads, with the position after each. */
  leases: { to: bigint; lease: Lease }[];
  partition: number;
  assignment: number;
  /** The next offset to take from Kafka; undefined until the handler has said where to start. */
  expected: bigint | undefined;
  /** Something was put back: nothing is read until the handler says that it can be taken. */
  isHeld: boolean;
  /** Everything before it is dealt with for good. */
  handled: bigint | undefined;
  /** The last position told to Kafka. */
  told: bigint | undefined;
  highWatermark: bigint | undefined;
}

export interface AssignmentChange {
  revoked: number[];
  added: PartitionState[];
  kept: PartitionState[];
}

/** The partitions of one topic that this member of the group has. */
export class PartitionStates {
  private readonly states = new Map<number, PartitionState>();
  private assignments = 0;

  /**
   * Takes over what the group assigned. Who stayed a member keeps its place in the partitions it keeps, for nobody else
   * had them meanwhile; who was expelled (`continuous` false) can't know that.
   */
  assign(partitions: readonly number[], continuous: boolean): AssignmentChange {
    const wanted = new Set(partitions);
    const revoked = [...this.states.keys()].filter((partition) => !continuous || !wanted.has(partition));
    for (const partition of revoked) this.states.delete(partition);
    const kept = [...this.states.values()];
    const added = partitions
      .filter((partition) => !this.states.has(partition))
      .map((partition) => this.open(partition));
    return { revoked, added, kept };
  }

  /** Makes everything in flight of a partition void. */
  renew(partition: number): PartitionState | undefined {
    return this.states.has(partition) ? this.open(partition) : undefined;
  }

  get(partition: number): PartitionState | undefined {
    return this.states.get(partition);
  }

  /** The state, if it is still the one of this assignment. */
  current(partition: number, assignment: number): PartitionState | undefined {
    const state = this.states.get(partition);
    return state?.assignment === assignment ? state : undefined;
  }

  all(): PartitionState[] {
    return [...this.states.values()];
  }

  clear(): number[] {
    const partitions = [...this.states.keys()];
    this.states.clear();
    return partitions;
  }

  private open(partition: number): PartitionState {
    this.assignments += 1;
    const state: PartitionState = {
      leases: [],
      partition,
      assignment: this.assignments,
      expected: undefined,
      isHeld: false,
      handled: undefined,
      told: undefined,
      highWatermark: undefined,
    };
    this.states.set(partition, state);
    return state;
  }
}

/** Gives back the memory of batches that are dealt with up to a position. */
export function releaseUpTo(position: bigint, { leases }: PartitionState): void {
  while (leases[0] !== undefined && leases[0].to <= position) leases.shift()?.lease.release();
}

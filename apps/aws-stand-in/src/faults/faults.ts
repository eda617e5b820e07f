export const faultKinds = ['throttle', 'error', 'accept-then-error', 'hang', 'reject', 'expired-token'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** A fault that is asked for on the control port. Absent members match everything. */
export interface Fault {
  kind: FaultKind;
  /** Share of the matching calls that it hits, 0 to 1. */
  rate: number;
  operation?: string;
  group?: string;
  accessKeyId?: string;
  /** Hits this many calls, then is gone. */
  times?: number;
}

export interface FaultTarget {
  operation: string;
  group: string;
  accessKeyId: string;
}

/** mulberry32: a small generator with a seed, so that a run with faults can be repeated. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The faults in force, and how often each kind was injected. */
export class Faults {
  private active: Fault[] = [];
  private readonly random: () => number;
  readonly injected: Partial<Record<FaultKind, number>> = {};

  constructor(seed: number) {
    this.random = seeded(seed);
  }

  add(fault: Fault): void {
    this.active.push({ ...fault });
  }

  clear(): void {
    this.active = [];
  }

  /** The fault for this call, if one strikes. */
  strike(target: FaultTarget): FaultKind | undefined {
    for (const fault of this.active) {
      if ((fault.operation ?? target.operation) !== target.operation) continue;
      if ((fault.group ?? target.group) !== target.group) continue;
      if ((fault.accessKeyId ?? target.accessKeyId) !== target.accessKeyId) continue;
      if (this.random() >= fault.rate) continue;
      if (fault.times !== undefined && --fault.times <= 0) this.active.splice(this.active.indexOf(fault), 1);
      this.injected[fault.kind] = (this.injected[fault.kind] ?? 0) + 1;
      return fault.kind;
    }
    return undefined;
  }
}

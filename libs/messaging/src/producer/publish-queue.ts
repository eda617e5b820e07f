import { sizeOf, type OutgoingRecord } from '../records';

/** Records that one call of `publish` handed over, and what became of them. */
export interface Handover {
  pending: OutgoingRecord[];
  deadline: number;
  resolve(): void;
  reject(error: Error): void;
}

/** What is sent in one go: stretches of one or more handovers, in order. */
export interface Sending {
  records: OutgoingRecord[];
  parts: { handover: Handover; last: boolean }[];
  deadline: number;
}

export interface Limits {
  maxRecords: number;
  maxBytes: number;
}

/** Takes the next sending off the queue. A record larger than the limit goes alone, for Kafka to judge. */
export function takeSending(queue: Handover[], limits: Limits): Sending | undefined {
  const sending: Sending = { records: [], parts: [], deadline: Infinity };
  let bytes = 0;
  for (let next = queue[0]; next !== undefined; next = queue[0]) {
    let taken = 0;
    for (const record of next.pending) {
      const size = sizeOf(record);
      const full = sending.records.length >= limits.maxRecords || bytes + size > limits.maxBytes;
      if (full && sending.records.length > 0) break;
      sending.records.push(record);
      bytes += size;
      taken += 1;
    }
    const last = taken === next.pending.length;
    if (taken > 0) {
      sending.parts.push({ handover: next, last });
      sending.deadline = Math.min(sending.deadline, next.deadline);
    }
    if (!last) {
      next.pending = next.pending.slice(taken);
      break;
    }
    queue.shift();
  }
  return sending.records.length > 0 ? sending : undefined;
}

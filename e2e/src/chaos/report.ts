import type { ContestFindings } from './contest-comparison';
import type { DeliveryFindings } from './delivery-comparison';
import { sinkFaultKinds, type FaultKind, type SinkFaultKind } from './faults';
import type { Counts } from './ledger';

export interface ChaosReport {
  seed: number;
  /** What was done, and the consumer lag in records at that moment. */
  faults: { kind: FaultKind; lag: number }[];
  /** What was done to trail-sinks meanwhile. */
  sinkFaults: SinkFaultKind[];
  events: number;
  repeats: number;
  malformed: number;
  /** Records that claim contested identities. */
  claims: number;
  /** Of these, sent long after the first of their identity. */
  lateClaims: number;
  /** How the claims ended, by what is in the log. */
  contests: Omit<ContestFindings, 'wrong'>;
  /** What all sinks hold. */
  sinks: Omit<DeliveryFindings, 'wrong'>;
  /** Batches that the producers had to hand over again. */
  producerRetries: number;
  /** Records that ingest took from Kafka more than once. */
  redelivered: number;
  /** What ingest has counted, as far as it was seen before a kill. */
  counts: Counts;
  /** What must not be; none where all is well. */
  wrong: string[];
}

/** What a run has to have provoked: one in which nothing of this came up has proved nothing. */
export function unprovoked(report: Omit<ChaosReport, 'wrong'>): string[] {
  const { counts, redelivered, contests, lateClaims, sinkFaults, sinks } = report;
  const wrong: string[] = [];
  if (redelivered <= 0) wrong.push('no record was delivered again');
  if (counts.repeats === 0) wrong.push('no repeat was recognised');
  if (counts.rejected === 0) wrong.push('no record was rejected');
  if (counts.fenced === 0) wrong.push('no batch was fenced');
  if (counts.epochs > 0) wrong.push('the log was taken for another one');
  if (counts.lost > 0) wrong.push(`${counts.lost} records were counted as lost`);
  if (contests.bySources === 0 || contests.uidTaken === 0) wrong.push('no two sources claimed one uid');
  if (contests.byContents === 0 || contests.conflictingRepeats === 0)
    wrong.push('no two contents claimed one identity');
  if (contests.repeats === 0) wrong.push('no contested identity was repeated');
  if (lateClaims === 0) wrong.push('no claim came long after the first of its identity');
  if (sinks.held === 0) wrong.push('nothing was delivered');
  for (const kind of sinkFaultKinds) if (!sinkFaults.includes(kind)) wrong.push(`there was no "${kind}"`);
  return wrong;
}

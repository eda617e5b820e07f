import { setImmediate } from 'node:timers/promises';
import { decide, type AuditNote, type DecideOptions, type Decision } from '@trailbook/contract';
import { producerSpan, type PartitionBatch, type ReceivedRecord } from '@trailbook/messaging';
import type { StoredNote } from '@trailbook/store/append';
import { SignatureChecks } from './signature-checks';
import type { Stretch } from './stretch';

/** Sockets are served between slices of this many records, so that the database isn't kept waiting for rows. */
const sliceRecords = 500;
const producersKept = 8;
/** What a record costs in memory beside its bytes, until it is stored. */
const overheadBytes = 1_024;

type Judged = Omit<Stretch, 'control'>;

/** Judges a batch by the contract, record by record, in order. */
export async function judge(batch: PartitionBatch, epochId: number, options: DecideOptions): Promise<Judged> {
  const { partition, assignment, from, to, records } = batch;
  const bytes = batch.bytes + records.length * overheadBytes;
  const stretch: Judged = {
    ...{ partition, assignment, epochId, from, to, bytes, records: records.length },
    ...{ entries: [], notes: [], rejections: [], producers: [] },
    oldest: records[0]?.timestamp,
  };
  for (let start = 0; start < records.length; start += sliceRecords) {
    if (start > 0) await setImmediate();
    await judgeSlice(records.slice(start, start + sliceRecords), stretch, options);
  }
  for (const record of records.slice(0, producersKept)) {
    const span = producerSpan(record);
    if (span !== undefined) stretch.producers.push(span);
  }
  return stretch;
}

async function judgeSlice(records: readonly ReceivedRecord[], stretch: Judged, options: DecideOptions): Promise<void> {
  const checks = new SignatureChecks();
  const judged = { ...options, verifySignature: checks.verifySignature };
  const decisions = records.map((record, index) => {
    const decision = decide(record, judged);
    checks.keep(index);
    return decision;
  });
  await checks.settle(decisions);
  for (const [index, decision] of decisions.entries()) keep(decision, records[index] as ReceivedRecord, stretch);
}

function keep(decision: Decision, record: ReceivedRecord, stretch: Judged): void {
  // When Kafka received it: trail-sink reads the same of the record, and both say the same of an entry.
  const { partition, offset, timestamp: receivedAt } = record;
  switch (decision.kind) {
    case 'event':
      stretch.entries.push({ partition, offset, receivedAt, event: decision.event, record });
      break;
    case 'note':
      stretch.notes.push({ partition, offset, receivedAt, note: leanNote(decision.note), record });
      break;
    case 'rejected':
      stretch.rejections.push({ record, code: decision.code, reason: decision.reason });
  }
}

/** What the store takes of a note. The parsed data must not wait with it. */
function leanNote({ data: _data, actor: _actor, userMsg: _userMsg, ...note }: AuditNote): StoredNote {
  return note;
}

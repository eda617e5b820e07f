import { rejectHeaders, type EventSigner, type RejectCode } from '@trailbook/contract';
import {
  originalRecord,
  readTopic,
  recordsOfBatch,
  verbatimRecord,
  type AuditProducer,
  type KafkaConnection,
  type OutgoingRecord,
  type ReceivedRecord,
} from '@trailbook/messaging';
import { OwnEvents } from '../positions/own-events';
import type { Command } from './arguments';
import { reading } from './reading';
import { describe, isWanted } from './rejected-record';
import { Seen } from './seen';

const tooLargeUnpacked: RejectCode = 'too-large-unpacked';

export interface Replayed {
  /** Records that are in the events topic again. */
  replayed: number;
  /** Second copies of the same rejection. */
  copies: number;
  /** Records of which only the beginning was kept: they can't be replayed. */
  cut: number;
  /** Asked for by their place, and not there. */
  absent: string[];
}

/**
 * Puts rejected records back where they came from, as they were: key, value, headers, and so their identity. Their time
 * in Kafka is that of the replay, so that their `time` is judged against now. One that was stored meanwhile is recognised
 * as a repeat, one that is still wrong is rejected again. The rejected topic keeps its copy.
 * @throws MessagingError when Kafka can't be reached: do it again
 */
export async function replay(
  kafka: KafkaConnection,
  producer: AuditProducer,
  topic: string,
  { wanted, dryRun }: Command,
  signer: EventSigner,
): Promise<Replayed> {
  const seen = new Seen();
  const absent = new Set(wanted.places);
  const done: Replayed = { replayed: 0, copies: 0, cut: 0, absent: [] };
  await readTopic(
    kafka,
    topic,
    async (records) => {
      const originals: OutgoingRecord[] = [];
      for (const record of records) {
        const described = describe(record);
        if (!isWanted(described, wanted)) continue;
        absent.delete(described.place);
        if (!seen.add(described.origin)) done.copies += 1;
        else if (described.cut) done.cut += 1;
        else if (described.code === tooLargeUnpacked)
          done.replayed += await replayBatch(record, dryRun ? undefined : producer);
        else originals.push(originalRecord(record));
      }
      if (!dryRun) await producer.publish(originals);
      done.replayed += originals.length;
    },
    reading,
  );
  if (!dryRun && done.replayed > 0) await tell(new OwnEvents(producer, signer), topic, done.replayed);
  return { ...done, absent: [...absent] };
}

/**
 * Puts the records of a batch back that was too large for a consumer, one by one.
 * @param producer absent to count them alone
 */
async function replayBatch({ value, headers }: ReceivedRecord, producer: AuditProducer | undefined): Promise<number> {
  if (value === null) return 0;
  let replayed = 0;
  for await (const records of recordsOfBatch(value, BigInt(String(headers[rejectHeaders.offset] ?? 0)))) {
    const readable = records.filter(({ unread }) => unread === undefined);
    await producer?.publish(readable.map(verbatimRecord));
    replayed += readable.length;
  }
  return replayed;
}

/** Putting something into the log by hand is part of the log. */
async function tell(ownEvents: OwnEvents, topic: string, records: number): Promise<void> {
  await ownEvents.publish({
    topic,
    message: 'Rejected records were replayed',
    details: `An operator put ${records} rejected records back, to be judged again.`,
    attributes: { records: String(records) },
    outcome: 'success',
  });
}

import { decide, encodeBinary, encodeStructured, type AuditEvent, type OutgoingEvent } from '@trailbook/contract';
import {
  EntryWriter,
  RollupFolder,
  type AppendEntry,
  type AppendNote,
  type StoredEvent,
} from '@trailbook/store/append';
import { asReceived } from '../builders/an-event';
import type { TestDatabase } from '../database/test-database';

/** Stores events and notes as ingest would, without Kafka, for specs of readers. */
export interface StoreWriter {
  /**
   * @param mode content mode of their records; binary unless said
   * @param former attributes that they are stored with although the contract allows them no longer
   * @returns uids of the entries and notes, in the order given
   */
  write(events: readonly OutgoingEvent[], mode?: 'binary' | 'structured', former?: FormerAttributes): Promise<string[]>;
  /** Folds what is pending into the roll-ups. */
  fold(): Promise<void>;
  close(): Promise<void>;
}

export type FormerAttributes = Partial<Pick<AuditEvent, 'extras' | 'subject'>>;

const clusterId = 'test-cluster';
const topic = 'audit.events';

function storedEvent(event: AuditEvent): StoredEvent {
  const { resource, actionMsg, userMsg } = event;
  return { ...event, actionMsg, userMsg, resource: { ...resource, name: resource.name } };
}

/** A writer of its own Kafka partition; the months of the events must have partitions. */
export async function storeWriter(database: TestDatabase, partition = 0): Promise<StoreWriter> {
  const connectionString = database.url('trailbook_ingest');
  const writer = new EntryWriter({ connectionString, connections: 1 });
  const folder = new RollupFolder({ connectionString });
  const { epochId } = await writer.positions(clusterId, topic);
  let offset = await writer.beginPartition(epochId, partition, 0n);

  async function write(
    events: readonly OutgoingEvent[],
    mode: 'binary' | 'structured' = 'binary',
    former: FormerAttributes = {},
  ): Promise<string[]> {
    const from = offset;
    const entries: AppendEntry[] = [];
    const notes: AppendNote[] = [];
    const uids: string[] = [];
    for (const given of events) {
      const decision = decide(asReceived(mode === 'binary' ? encodeBinary(given) : encodeStructured(given)));
      if (decision.kind === 'rejected') throw new Error(`no such event can be stored: ${decision.reason}`);
      const provenance = { partition, offset, receivedAt: Date.now() };
      if (decision.kind === 'event')
        entries.push({ event: { ...storedEvent(decision.event), ...former }, ...provenance });
      else notes.push({ note: decision.note, ...provenance });
      uids.push(decision.kind === 'event' ? decision.event.uid : decision.note.uid);
      offset += 1n;
    }
    const { refused } = await writer.append({ epochId, ranges: [{ partition, from, to: offset }], entries, notes });
    if (refused[0]) throw new Error(`the store refused an event: ${refused[0].reason}`);
    return uids;
  }

  return {
    write,
    fold: async () => void (await folder.fold()),
    close: async () => void (await Promise.all([writer.close(), folder.close()])),
  };
}

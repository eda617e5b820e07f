import { randomUUID } from 'node:crypto';
import type { Appended, AppendEntry, AppendNote, StoredEvent, StoredNote } from '../append';
import { EntryWriter } from '../append';
import type { LoginRole } from '../schema';

/** A migrated database, as far as it matters here. */
export interface Migrated {
  url(role: LoginRole): string;
}

export type EntryWishes = Partial<Omit<StoredEvent, 'resource'>> & {
  resource?: Omit<StoredEvent['resource'], 'name'> & { name?: string };
};

let nextOffset = 0n;

/** An entry that a spec wishes for, as the contract would hand it over. */
export function anEntry(wishes: EntryWishes = {}): AppendEntry {
  const uid = wishes.uid ?? uuid7();
  const data = {
    tenantUid: 'acme',
    projectUid: 'payments',
    actionType: 'update' as const,
    resource: { kind: 'cluster', uid: 'cluster-1' },
    actor: { actorType: 'user', user: { uid: 'ada' } },
  };
  const event: StoredEvent = {
    ...data,
    uid,
    id: uid,
    source: '/services/clusters',
    sourceVerification: 'unverified',
    time: Date.now(),
    mode: 'binary',
    value: Buffer.from(JSON.stringify({ ...data, ...wishes, value: undefined })),
    extras: {},
    actionMsg: undefined,
    userMsg: undefined,
    ...wishes,
    resource: { name: undefined, ...(wishes.resource ?? data.resource) },
  };
  return { event, partition: 0, offset: (nextOffset += 1n), receivedAt: Date.now() };
}

export function aNoteOn(auditUid: string, userMsg: string, wishes: Partial<StoredNote> = {}): AppendNote {
  const uid = wishes.uid ?? uuid7();
  const data = { tenantUid: wishes.tenantUid ?? 'acme', auditUid, userMsg };
  const envelope = { uid, id: uid, source: '/trailbook/query', time: Date.now(), mode: 'binary' as const, extras: {} };
  const sourceVerification = 'verified';
  const note: StoredNote = {
    ...data,
    ...envelope,
    sourceVerification,
    value: Buffer.from(JSON.stringify(data)),
    ...wishes,
  };
  return { note, partition: 0, offset: (nextOffset += 1n), receivedAt: Date.now() };
}

/** A writer with its own Kafka partition of an epoch that is open, where what is appended takes the next offsets. */
export async function aWriter(database: Migrated, connections = 2) {
  const writer = new EntryWriter({ connectionString: database.url('trailbook_ingest'), connections });
  const { epochId } = await writer.positions(`cluster-${randomUUID()}`, 'audit.events');
  let at = await writer.beginPartition(epochId, 0, 0n);
  const append = async (entries: readonly AppendEntry[], notes: readonly AppendNote[] = []): Promise<Appended> => {
    const place = placesFrom(at, [...entries, ...notes]);
    const to = at + BigInt(entries.length + notes.length);
    const appended = await writer.append({
      ...{ epochId, ranges: [{ partition: 0, from: at, to }] },
      entries: entries.map((entry, index) => ({ ...entry, offset: place(index) })),
      notes: notes.map((note, index) => ({ ...note, offset: place(entries.length + index) })),
    });
    at = to;
    return appended;
  };
  return { writer, epochId, append };
}

/** The offsets of records, by their index: from `first` on, in the order in which they were made. */
function placesFrom(first: bigint, records: readonly { offset: bigint }[]): (index: number) => bigint {
  const inOrder = records.map((_, index) => index).sort((a, b) => Number(records[a]!.offset - records[b]!.offset));
  const offsets = new Map(inOrder.map((index, rank) => [index, first + BigInt(rank)]));
  return (index) => offsets.get(index)!;
}

/** Stores entries of these wishes; answers their uids. */
export async function storeSome(database: Migrated, wishes: readonly EntryWishes[]): Promise<string[]> {
  const { writer, append } = await aWriter(database, 1);
  try {
    const entries = wishes.map(anEntry);
    await append(entries);
    return entries.map(({ event }) => event.uid);
  } finally {
    await writer.close();
  }
}

export function uuid7(): string {
  const uuid = randomUUID();
  return `${uuid.slice(0, 14)}7${uuid.slice(15)}`;
}

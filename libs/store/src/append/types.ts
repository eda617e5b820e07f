import type { ActionType, ContentMode, SourceVerification } from '@trailbook/contract';

/** What the store keeps of an envelope; `AuditEvent` and `AuditNote` of the contract have all of it. */
export interface StoredEnvelope {
  uid: string;
  id: string;
  source: string;
  sourceVerification: SourceVerification;
  /** Milliseconds since 1970. */
  time: number;
  tenantUid: string;
  mode: ContentMode;
  /** The record's value as received. */
  value: Buffer;
  subject?: string;
  traceparent?: string;
  extras: Readonly<Record<string, string>>;
}

export interface StoredEvent extends StoredEnvelope {
  projectUid?: string;
  actionType: ActionType;
  // What is searched has to be said, be it that there is none: who leaves it out would store what nobody finds.
  actionMsg: string | undefined;
  userMsg: string | undefined;
  resource: { kind: string; uid: string; name: string | undefined };
  actor: { user?: { uid?: string } };
}

export interface StoredNote extends StoredEnvelope {
  auditUid: string;
}

/** Where a record came from, and when it was taken in. */
export interface Provenance {
  /** Kafka partition. */
  partition: number;
  offset: bigint;
  /** Milliseconds since 1970. */
  receivedAt: number;
}

export interface AppendEntry extends Provenance {
  event: StoredEvent;
}

export interface AppendNote extends Provenance {
  note: StoredNote;
}

/** A stretch of one Kafka partition: every record from `from` up to, not including, `to` is in this chunk or needs no row. */
export interface OffsetRange {
  partition: number;
  from: bigint;
  to: bigint;
}

export interface AppendChunk {
  epochId: number;
  ranges: readonly OffsetRange[];
  /** In the order of their offsets: of two that claim one identity, the first is stored. */
  entries: readonly AppendEntry[];
  notes: readonly AppendNote[];
  /** What of the ranges is neither entry nor note and never will be: rejected records, offsets that Kafka has lost. */
  notStored?: readonly OffsetRange[];
}

/** A record that will never be stored. It belongs in the rejected topic, under this code. */
export interface Refused extends Place {
  code: 'uid-taken' | 'conflicting-repeat' | 'too-old' | 'too-new' | 'refused-by-store';
  reason: string;
}

/** One record of a chunk. */
export interface Place {
  of: 'entry' | 'note';
  /** Position in `entries` or `notes`. */
  index: number;
}

/** What became of a chunk: each of its records is stored, a repeat, or refused. */
export interface Appended {
  stored: number;
  /** Entries that were in the store already (or twice in this chunk): not rejected, not stored again. */
  repeats: number;
  notesStored: number;
  noteRepeats: number;
  /** The repeats that `repeats` and `noteRepeats` count. */
  repeated: Place[];
  refused: Refused[];
}

/** How far a topic is stored, within the epoch that is open. */
export interface Positions {
  epochId: number;
  /** Next offset by partition; partitions never stored are absent. */
  offsets: Map<number, bigint>;
}

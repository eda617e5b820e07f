import type { SourceVerification } from './generated/types';
import type { ContentMode } from './record';

/** An entry of the log as its readers have it: what the store knows of it, and the event's bytes as received. */
export interface Entry {
  uid: string;
  source: string;
  sourceVerification: SourceVerification;
  /** When it happened, in milliseconds since 1970. */
  time: number;
  /** When Kafka received it: the timestamp of its record, in milliseconds since 1970. */
  receivedAt: number;
  mode: ContentMode;
  /** The record's value as received. */
  value: Buffer | string;
  subject?: string;
  traceparent?: string;
  /** The newest note that was put on it, if any. A `userMsg` that came with the event is in its data. */
  latestNote?: { userMsg: string; time: number };
}

/** A note as a sink sends it. */
export type NoteEntry = Omit<Entry, 'latestNote'>;

import type { RejectCode } from './codes';
import type { AuditEventData, AuditNoteData } from './generated/types';
import type { ContentMode } from './record';

/** What the CloudEvents envelope of an accepted record says. */
export interface Envelope {
  /** The entry's (or note's) uid, made from tenant, source and id; lower case. */
  uid: string;
  /** The `id` attribute as received. */
  id: string;
  source: string;
  /** When it happened, in milliseconds since 1970. */
  time: number;
  subject?: string;
  /** Only where it is a well-formed W3C trace context. */
  traceparent?: string;
  /** Further attributes, without their prefix; kept as received. */
  extras: Readonly<Record<string, string>>;
  mode: ContentMode;
  /** The record's value, byte for byte as received. */
  value: Buffer;
}

/** An accepted event: its envelope, and its data with whatever unknown fields it came with. */
export interface AuditEvent extends Envelope, AuditEventData {
  /** The data as parsed, unknown fields included. Numbers may have lost digits: `value` has them all. */
  data: AuditEventData;
}

/** An accepted note. `auditUid` is in lower case. */
export interface AuditNote extends Envelope, AuditNoteData {
  data: AuditNoteData;
}

/** What a record turned out to be. */
export type Decision = { kind: 'event'; event: AuditEvent } | { kind: 'note'; note: AuditNote } | Rejection;

/** `reason` is for people: at most 500 characters, with the JSON Pointer or the attribute at fault. */
export interface Rejection {
  kind: 'rejected';
  code: RejectCode;
  reason: string;
}

/**
 * Which sources may speak for which tenants: a source, or the start of one with a `*` after it, and the tenants' uids
 * (`*`: all). Where it is given, any other source is refused. Trailbook's own (`/trailbook/…`) are always allowed.
 */
export type AllowedSources = Readonly<Record<string, readonly string[]>>;

export interface DecideOptions {
  /** Events older than this are refused. Default 365. */
  retentionDays?: number;
  allowedSources?: AllowedSources;
}

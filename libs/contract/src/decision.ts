import type { KeyObject } from 'node:crypto';
import type { RejectCode } from './codes';
import type { ActionType, AuditEventData, AuditNoteData, EventResource, SourceVerification } from './generated/types';
import type { ContentMode } from './record';
import type { VerificationKeys } from './signing/verification-keys';

/** What the CloudEvents envelope of an accepted record says. */
export interface Envelope {
  /** The entry's (or note's) uid, made from tenant, source and id; lower case. */
  uid: string;
  /** The `id` attribute as received. */
  id: string;
  source: string;
  sourceVerification: SourceVerification;
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

/** An accepted event: its envelope, and of its data what everyone who reads the topic asks for. */
export interface AuditEvent extends Envelope {
  tenantUid: string;
  projectUid: string | undefined;
  actionType: ActionType;
  actionMsg: string | undefined;
  userMsg: string | undefined;
  resource: Pick<EventResource, 'kind' | 'uid'> & { name: string | undefined };
  actor: { user?: { uid?: string } };
  /**
   * Whether the data's bytes can stand in a sink's message as they are: `value` is the data, on one line, without white
   * space at its ends, and has no member that is named as one of the message's own.
   */
  isPlain: boolean;
  /** All of the data, unknown fields included; parsed when it is asked for. Numbers may lose digits: `value` has them all. */
  readonly data: AuditEventData;
}

/** An accepted note. `auditUid` is in lower case. */
export interface AuditNote extends Envelope, AuditNoteData {
  data: AuditNoteData;
}

/** An accepted event for those who pass it on as it is: its envelope, and of its data what a filter of theirs asks for. */
export interface ForwardedEvent extends Envelope {
  tenantUid: string;
  projectUid: string | undefined;
  actionType: ActionType;
  resourceKind: string;
  /** See `AuditEvent`. */
  isPlain: boolean;
}

/** What a record turned out to be. */
export type Decision = Decided<AuditEvent>;

/** What a record turned out to be, for those who pass it on. */
export type ForwardDecision = Decided<ForwardedEvent>;

type Decided<E> = { kind: 'event'; event: E } | { kind: 'note'; note: AuditNote } | Rejection;

/** `reason` is for people: at most 500 characters, with the JSON Pointer or the attribute at fault. */
export interface Rejection {
  kind: 'rejected';
  code: RejectCode;
  reason: string;
}

/**
 * Which sources may speak for which tenants: a source, or the start of one with a `*` after it, and the tenants' uids
 * (`*`: all). Where it is given, any other source is taken only signed.
 */
export type AllowedSources = Readonly<Record<string, readonly string[]>>;

export interface DecideOptions {
  /** Events older than this are refused. Default 365. */
  retentionDays?: number;
  allowedSources?: AllowedSources;
  /** A source that is listed there is taken only signed. Without any, nothing that is signed can be verified. */
  verificationKeys?: VerificationKeys;
  /**
   * Verifies a signature that everything else speaks for. Whoever answers `true` before it is known verifies it before the
   * event is used. Default: verifies it at once, which takes 0.1 ms.
   */
  verifySignature?: (claim: SignatureClaim) => boolean;
}

/** What is to be verified: whether the signature is that of the bytes by the key. */
export interface SignatureClaim {
  bytes: Buffer;
  publicKey: KeyObject;
  signature: Buffer;
}

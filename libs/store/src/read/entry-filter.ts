import type { ActionType, ActorType } from '@trailbook/contract';

/** Which entries are asked for. What is given is ANDed; the values of one field are alternatives, never none. */
export interface EntryFilter {
  /** First and last millisecond since 1970 at which it happened, both included. */
  from?: number;
  to?: number;
  actions?: readonly ActionType[];
  actorTypes?: readonly ActorType[];
  resourceKinds?: readonly string[];
  resourceUids?: readonly string[];
  userUids?: readonly string[];
  projectUids?: readonly string[];
  /** Free text in the resource's name, the message and the notes, whatever the case. */
  search?: string;
  /** Entries that Kafka received at or after this millisecond since 1970. */
  receivedSince?: number;
}

const latest = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** A time in milliseconds since 1970 as PostgreSQL reads it; what lies beyond any entry is cut to what it can read. */
export const sqlTime = (milliseconds: number): string =>
  new Date(Math.min(Math.max(milliseconds, 0), latest)).toISOString();

import { actionTypes, actorTypes } from '@trailbook/contract';

export type ActionType = (typeof actionTypes)[number];
export type ActorType = (typeof actorTypes)[number];

/** Which entries are asked for. What is given is ANDed; the values of one field are alternatives. */
export interface AuditFilter {
  /** First and last millisecond since 1970, both included. */
  from?: number;
  to?: number;
  actions?: ActionType[];
  actorTypes?: ActorType[];
  resourceKinds?: string[];
  resourceUids?: string[];
  userUids?: string[];
  projectUids?: string[];
  /** Free text in the resource's name, the message and the note. */
  search?: string;
  /** Entries that arrived at or after this millisecond since 1970. */
  receivedSince?: number;
}

/** A filter as asked for by a caller, and what it comes to in his scope. */
export interface ScopedFilter {
  filter: AuditFilter;
  /** True where no entry can match, so that the store need not be asked. */
  nothing: boolean;
  /** Equal for equal filters, however their parameters were ordered or spelled: what a page token is bound to. */
  canonical: string;
}

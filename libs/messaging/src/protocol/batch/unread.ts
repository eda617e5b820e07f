import type { RejectCode } from '@trailbook/contract';
import type { ReceivedRecord } from '../../records';
import type { BatchContext } from '../record-in-batch';

/** Why a record can't be judged by what it holds, and what is kept of it all the same. */
export interface Unread {
  readonly code: RejectCode;
  readonly reason: string;
  /** Kept in place of the value: the whole batch as it lies in the log, or the beginning of a value that is too large. */
  readonly value?: Buffer | null;
  /** The offset behind everything that it stands for, where that is more than one. */
  readonly next?: bigint;
  /** Where only the beginning is kept: the size of all, bytes, and its SHA-256 in hexadecimal. */
  readonly cut?: { readonly size: number; readonly sha256: string };
}

/** A record without a value that says why. */
export function unreadRecord(context: BatchContext, offset: bigint, unread: Unread): ReceivedRecord {
  const { topic, partition, appendTimestamp, firstTimestamp } = context;
  const size = unread.value?.length ?? 0;
  const timestamp = appendTimestamp ?? firstTimestamp;
  return { topic, partition, offset, timestamp, key: null, value: null, headers: {}, size, unread };
}

import { setTimeout } from 'node:timers/promises';
import type { KafkaMessage } from 'kafkajs';
import { BatchEdge, type FetchedBatch } from '../protocol/batch/fetched-batch';
import type { Slice } from '../protocol/batch/record-assembler';
import type { Lease } from '../protocol/response-memory';
import type { ReceivedRecord } from '../records';
import { receivedRecord, sizeOfReceived } from './received';

/** However few bytes they have: as objects they take some hundred. */
const mostRecords = 10_000;
/** How often a pause in the middle of a fetch is looked at. */
const pausedMs = 20;

/** What a consumer hands over at once. */
export interface Piece {
  readonly records: ReceivedRecord[];
  /** What the records hold in memory, bytes. */
  readonly bytes: number;
  /** The position behind it. */
  readonly to: bigint;
}

/** What one fetch brought of a partition, as kafkajs has it. */
export interface FetchedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly KafkaMessage[];
  /** The position that was asked for, and the one behind everything that came. */
  readonly from: bigint;
  readonly end: bigint;
}

/**
 * Reads what one fetch brought of a partition, batch after batch, and no more than a piece ahead of its taker: what was
 * packed may be a thousand times as large as what was fetched.
 * @param most bytes of a piece; what one chunk of a batch brings is never divided
 */
export async function* piecesOf(fetched: FetchedPartition, most: number): AsyncGenerator<Piece> {
  const { from, end } = fetched;
  let records: ReceivedRecord[] = [];
  let bytes = 0;
  let to = from;
  const isFull = () => bytes >= most || records.length >= mostRecords;
  const isFullWith = (slice: Slice): boolean => {
    if (records.length === 0) ({ records } = slice);
    else for (const record of slice.records) records.push(record);
    bytes += slice.bytes;
    return isFull();
  };
  const piece = (position?: bigint): Piece => {
    const last = records.at(-1);
    if (last !== undefined) to = last.unread?.next ?? last.offset + 1n;
    if (position !== undefined) to = position;
    const made = { records, bytes, to };
    [records, bytes] = [[], 0];
    return made;
  };
  for (const batch of batchesOf(fetched)) {
    if (!('isPacked' in batch)) {
      if (isFullWith(batch)) yield piece();
    } else if (batch.isPacked) {
      for await (const slice of batch.unpackedSlices(from)) if (isFullWith(slice)) yield piece();
    } else if (batch.count > mostRecords) {
      for (const slice of batch.slices(from)) if (isFullWith(slice)) yield piece();
    } else {
      bytes += batch.readInto(records, from);
      if (isFull()) yield piece();
    }
  }
  if (records.length > 0 || to < end) yield piece(end);
}

/** Each batch once; of records that kafkajs itself has read, one slice. */
function* batchesOf({ topic, partition, messages }: FetchedPartition): Generator<FetchedBatch | Slice> {
  let last: FetchedBatch | undefined;
  const others: ReceivedRecord[] = [];
  for (const message of messages) {
    const edge: unknown = message;
    if (!(edge instanceof BatchEdge)) others.push(receivedRecord(topic, partition, message));
    else if (edge.batch !== last) yield (last = edge.batch);
  }
  if (others.length > 0) yield { records: others, bytes: others.reduce((sum, one) => sum + sizeOfReceived(one), 0) };
}

/** What is held of the memory in which everything lies that one fetch brought of a partition. */
export function leaseOf([first]: readonly unknown[]): Lease | undefined {
  return first instanceof BatchEdge ? first.batch.lease : undefined;
}

/** What a consumer says while the pieces of a fetch are handed over. */
export interface PieceTaker {
  /** Resolves when the next piece may be read. */
  hand(piece: Piece): Promise<void>;
  /** Nothing more is to be taken for now. */
  isHeld(): boolean;
  /** The partition is still to be read on from where the pieces go on. */
  isWanted(): boolean;
  isStopping(): boolean;
}

/** Hands pieces over, one after the other, as long as they are wanted. A pause or a stop holds from the second one on. */
export async function handPieces(pieces: AsyncIterable<Piece>, taker: PieceTaker): Promise<void> {
  let isFirst = true;
  for await (const piece of pieces) {
    while (!isFirst && taker.isHeld() && !taker.isStopping() && taker.isWanted()) await setTimeout(pausedMs);
    if (!taker.isWanted() || (!isFirst && taker.isStopping())) return;
    isFirst = false;
    await taker.hand(piece);
  }
}

import { uidBytes } from '@trailbook/contract';
import { digestBytes } from './digests';
import type { Receipt } from './receipt';

/** The columns of `trails.receipt` that `receiptValues` are for, beside the trail's uid. */
export const receiptColumns =
  'epoch_id, kafka_partition, first_offset, last_offset, first_time, last_time, request_id, resent, accepted, uids, uid_xor, rejected, rejected_uids, digests';

/**
 * Rows of these columns, of `receiptValues` in the parameters from `$from` on: arrays with an element for each receipt, as
 * in `unnest($7::int4[], …)`, then the uids of all and the digests of all, of which each cuts out its own.
 */
export function receiptRows(from: number): string {
  const types = [
    'int4',
    'int4',
    'int8',
    'int8',
    'float8',
    'float8',
    'text',
    'int4',
    'int4',
    'int8',
    'int4',
    'int4',
    'int4',
  ];
  const arrays = types.map((type, index) => `$${from + index}::${type}[]`).join(', ');
  const [uids, digests] = [`$${from + types.length}::bytea`, `$${from + types.length + 1}::bytea`];
  return `(SELECT r.epoch, r.partition, r.first_offset, r.last_offset, to_timestamp(r.first_time / 1000),
            to_timestamp(r.last_time / 1000), r.request_id, r.resent, r.accepted,
            substring(${uids} FROM r.uids_from FOR r.accepted * ${uidBytes}), r.uid_xor, r.rejected,
            substring(${uids} FROM r.uids_from + r.accepted * ${uidBytes} FOR r.rejected * ${uidBytes}),
            substring(${digests} FROM r.digests_from FOR r.accepted * ${digestBytes})
       FROM unnest(${arrays})
         AS r (epoch, partition, first_offset, last_offset, first_time, last_time, request_id, resent, accepted, uid_xor,
               rejected, uids_from, digests_from))`;
}

/**
 * In the order of the parameters of `receiptRows`. The uids are one value, since that goes to the database as the bytes that
 * they are; in an array each receipt's would be written, and read, as hexadecimal text.
 */
export function receiptValues(receipts: readonly Receipt[]): unknown[] {
  return [
    receipts.map(({ epochId }) => epochId),
    receipts.map(({ partition }) => partition),
    receipts.map(({ firstOffset }) => String(firstOffset)),
    receipts.map(({ lastOffset }) => String(lastOffset)),
    receipts.map(({ firstTime }) => firstTime),
    receipts.map(({ lastTime }) => lastTime),
    receipts.map(({ requestId }) => requestId ?? null),
    receipts.map(({ resent }) => resent),
    receipts.map(({ accepted }) => accepted),
    receipts.map(({ uidXor }) => String(uidXor)),
    receipts.map(({ rejected }) => rejected),
    startsOf(receipts.map(({ accepted, rejected }) => (accepted + rejected) * uidBytes)),
    startsOf(receipts.map(({ accepted }) => accepted * digestBytes)),
    joined(receipts.flatMap(({ uids, rejectedUids }) => [uids, rejectedUids])),
    joined(receipts.map(({ digests }) => digests)),
  ];
}

/** Where the bytes of each receipt begin among those of all; SQL counts from 1. */
function startsOf(sizes: readonly number[]): number[] {
  let next = 1;
  return sizes.map((bytes) => {
    const from = next;
    next += bytes;
    return from;
  });
}

/** Mostly one of them alone has bytes, which need no copy: one receipt's, of a call that had nothing rejected. */
function joined(packed: readonly Buffer[]): Buffer {
  const filled = packed.filter(({ length }) => length > 0);
  const [first] = filled;
  return first && filled.length === 1 ? first : Buffer.concat(filled);
}

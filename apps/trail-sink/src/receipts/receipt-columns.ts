import type { Receipt } from './receipt';

/** The columns of `trails.receipt` that `receiptValues` are for, beside the trail's uid. */
export const receiptColumns =
  'epoch_id, kafka_partition, first_offset, last_offset, first_time, last_time, request_id, resent, accepted, uids, uid_xor, rejected, rejected_uids';

/** Their types, in that order, as arrays from parameter `$from` on: `unnest($7::int4[], …)`. */
export function receiptRows(from: number): string {
  const types = ['int4', 'int4', 'int8', 'int8', 'float8', 'float8', 'text', 'int4', 'int4', 'bytea', 'int8', 'int4'];
  const arrays = [...types, 'bytea'].map((type, index) => `$${from + index}::${type}[]`).join(', ');
  return `(SELECT r.epoch, r.partition, r.first_offset, r.last_offset, to_timestamp(r.first_time / 1000),
            to_timestamp(r.last_time / 1000), r.request_id, r.resent, r.accepted, r.uids, r.uid_xor, r.rejected, r.rejected_uids
       FROM unnest(${arrays})
         AS r (epoch, partition, first_offset, last_offset, first_time, last_time, request_id, resent, accepted, uids,
               uid_xor, rejected, rejected_uids))`;
}

export const receiptValues = (receipts: readonly Receipt[]): unknown[][] => [
  receipts.map(({ epochId }) => epochId),
  receipts.map(({ partition }) => partition),
  receipts.map(({ firstOffset }) => String(firstOffset)),
  receipts.map(({ lastOffset }) => String(lastOffset)),
  receipts.map(({ firstTime }) => firstTime),
  receipts.map(({ lastTime }) => lastTime),
  receipts.map(({ requestId }) => requestId ?? null),
  receipts.map(({ resent }) => resent),
  receipts.map(({ accepted }) => accepted),
  receipts.map(({ uids }) => uids),
  receipts.map(({ uidXor }) => String(uidXor)),
  receipts.map(({ rejected }) => rejected),
  receipts.map(({ rejectedUids }) => rejectedUids),
];

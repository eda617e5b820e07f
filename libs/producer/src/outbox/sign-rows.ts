import { dataDigest, type EventSigner } from '@trailbook/contract';
import type { OutboxRow } from './outbox-store';

/** Signs a row that was written without a key, before the service had one: its source may be taken only signed by now. */
export function signed(row: OutboxRow, signer: EventSigner): OutboxRow {
  const { ce_id: id, ce_source: source, ce_type: type, ce_time: time, ce_signature: signature } = row.headers;
  if (signature !== undefined || !id || !source || !type || !time) return row;
  const digest = dataDigest(Buffer.from(row.value), 'binary');
  const { keyid, signature: made } = signer.sign({ tenantUid: row.key, source, id, type, time }, digest);
  return { ...row, headers: { ...row.headers, ce_keyid: keyid, ce_signature: made } };
}

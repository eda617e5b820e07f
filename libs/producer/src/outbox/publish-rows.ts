import type { EventSigner } from '@trailbook/contract';
import type { OutgoingRecord } from '@trailbook/messaging';
import type { PublishRows } from './outbox-relay';
import { signed } from './sign-rows';

/** What the outbox needs of an `AuditProducer`. */
export interface AuditPublisher {
  publish(records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** @param signer where rows may have been written before there was a key */
export function publishRowsWith(publisher: AuditPublisher, signer?: EventSigner): PublishRows {
  return (rows) =>
    publisher.publish(
      rows.map((row) => {
        const { key, headers, value } = signer === undefined ? row : signed(row, signer);
        return { key, headers, value };
      }),
    );
}

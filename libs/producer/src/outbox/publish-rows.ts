import type { OutgoingRecord } from '@trailbook/messaging';
import type { PublishRows } from './outbox-relay';

/** What the outbox needs of an `AuditProducer`. */
export interface AuditPublisher {
  publish(records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

export function publishRowsWith(publisher: AuditPublisher): PublishRows {
  return (rows) => publisher.publish(rows.map(({ key, headers, value }) => ({ key, headers, value })));
}

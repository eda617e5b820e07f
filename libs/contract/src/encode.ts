import { hash } from 'node:crypto';
import type { AuditEventData, AuditNoteData } from './generated/types';
import type { EncodedRecord } from './record';
import type { EventSigner } from './signing/event-signer';
import { contentTypes } from './topics';

/** An event or a note as a producer has it. */
export interface OutgoingEvent {
  id: string;
  source: string;
  type: 'dev.trailbook.audit.event.v1' | 'dev.trailbook.audit.note.v1';
  /** When it happened: RFC 3339, a Date, or milliseconds since 1970. A retry sends the same. */
  time: string | Date | number;
  subject?: string;
  traceparent?: string;
  /** Further CloudEvents attributes: names of lower-case letters and digits. */
  extras?: Readonly<Record<string, string>>;
  data: AuditEventData | AuditNoteData;
}

const timeOf = (time: OutgoingEvent['time']): string =>
  typeof time === 'string' ? time : new Date(time).toISOString();

/** @param data as it is sent, to be signed */
function attributesOf(event: OutgoingEvent, data: string, signer?: EventSigner): Record<string, string> {
  const { id, source, type, subject, traceparent, extras } = event;
  const time = timeOf(event.time);
  const { tenantUid } = event.data;
  return {
    ...extras,
    ...signer?.sign({ tenantUid, source, id, type, time }, hash('sha256', data)),
    specversion: '1.0',
    id,
    source,
    type,
    time,
    ...(subject === undefined ? {} : { subject }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

/**
 * The record of an event in binary mode: attributes as `ce_*` headers, the data as value. The key is the tenant.
 * @param signer where the event is to be signed
 */
export function encodeBinary(event: OutgoingEvent, signer?: EventSigner): EncodedRecord {
  const data = JSON.stringify(event.data);
  const attributes = Object.entries(attributesOf(event, data, signer)).map(([name, value]) => [`ce_${name}`, value]);
  return {
    key: event.data.tenantUid,
    value: Buffer.from(data),
    headers: { ...(Object.fromEntries(attributes) as Record<string, string>), 'content-type': contentTypes.json },
  };
}

/** The record of an event in structured mode: everything in the value. Otherwise as `encodeBinary`. */
export function encodeStructured(event: OutgoingEvent, signer?: EventSigner): EncodedRecord {
  const attributes = attributesOf(event, JSON.stringify(event.data), signer);
  const envelope = { ...attributes, datacontenttype: contentTypes.json, data: event.data };
  return {
    key: event.data.tenantUid,
    value: Buffer.from(JSON.stringify(envelope)),
    headers: { 'content-type': contentTypes.structured },
  };
}

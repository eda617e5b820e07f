import type { AuditEventData, AuditNoteData } from '../generated/types';
import type { KafkaRecord } from '../record';
import { contentTypes, eventTypes } from '../topics';

/** What the records of the corpus have in common. */
export interface CorpusOptions {
  /** The records' timestamp, in milliseconds since 1970. */
  now: number;
  tenantUid: string;
}

/** The parts of a record, each replaceable. */
export interface Parts {
  /** Attributes by name; undefined leaves one out. */
  attributes?: Record<string, string | Buffer | undefined>;
  data?: unknown;
  /** The value itself, instead of `data`. */
  value?: string | Buffer | null;
  contentType?: string | Buffer | undefined;
  /** Further headers. */
  headers?: Record<string, string | Buffer | undefined>;
}

const bytes = (text: string | Buffer): Buffer => (typeof text === 'string' ? Buffer.from(text, 'utf8') : text);

function headersOf(texts: Record<string, string | Buffer | undefined>): Record<string, Buffer> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, bytes(text)]])),
  );
}

/** Builds records that keep the contract but for what a case replaces. */
export class RecordBuilder {
  constructor(readonly options: CorpusOptions) {}

  /** The least data an event has. */
  data(more: object = {}): AuditEventData {
    return {
      tenantUid: this.options.tenantUid,
      actionType: 'update',
      resource: { kind: 'cluster', uid: 'cluster-1' },
      actor: { actorType: 'user', user: { uid: 'user-1', emailId: 'grace@example.com' } },
      ...more,
    };
  }

  noteData(more: object = {}): AuditNoteData {
    return {
      tenantUid: this.options.tenantUid,
      auditUid: '0198f0c0-7c3e-7abc-8def-0123456789ab',
      userMsg: 'raised the replicas for the sale',
      actor: { actorType: 'user', user: { uid: 'user-1' } },
      ...more,
    };
  }

  attributes(id: string, more: Parts['attributes'] = {}): Record<string, string | Buffer | undefined> {
    const time = new Date(this.options.now).toISOString();
    return { specversion: '1.0', id, source: '/services/corpus', type: eventTypes.event, time, ...more };
  }

  /** A record in binary mode. */
  binary(id: string, parts: Parts = {}): KafkaRecord {
    const attributes = Object.entries(this.attributes(id, parts.attributes));
    const value = parts.value === undefined ? JSON.stringify(parts.data ?? this.data()) : parts.value;
    return {
      key: Buffer.from(this.options.tenantUid),
      value: value === null ? null : bytes(value),
      headers: headersOf({
        ...Object.fromEntries(attributes.map(([name, text]) => [`ce_${name}`, text])),
        'content-type': 'contentType' in parts ? parts.contentType : contentTypes.json,
        ...parts.headers,
      }),
      timestamp: this.options.now,
    };
  }

  /** A record in structured mode; `attributes` may hold any JSON here. */
  structured(
    id: string,
    parts: Omit<Parts, 'attributes'> & { attributes?: Record<string, unknown> } = {},
  ): KafkaRecord {
    const data = 'data' in parts ? parts.data : this.data();
    const envelope = { ...this.attributes(id), data, ...parts.attributes };
    const value = parts.value === undefined ? JSON.stringify(envelope) : parts.value;
    return {
      key: null,
      value: value === null ? null : bytes(value),
      headers: headersOf({
        'content-type': 'contentType' in parts ? parts.contentType : contentTypes.structured,
        ...parts.headers,
      }),
      timestamp: this.options.now,
    };
  }
}

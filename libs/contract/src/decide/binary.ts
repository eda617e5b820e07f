import type { Rejection } from '../decision';
import type { KafkaRecord } from '../record';
import type { RawAttributes } from './attributes';
import { excerpt, reject } from './reject';
import { headerText } from './text-of';

const prefix = 'ce_';
const noExtras: Readonly<Record<string, string>> = Object.freeze({});

/** The attributes of a record in binary mode: its `ce_*` headers. Kafka's header names are case-sensitive. */
export function binaryAttributes(headers: KafkaRecord['headers']): RawAttributes | Rejection {
  const raw: RawAttributes = {
    specversion: undefined,
    id: undefined,
    source: undefined,
    type: undefined,
    time: undefined,
    subject: undefined,
    traceparent: undefined,
    extras: noExtras,
  };
  let extras: Record<string, string> | undefined;
  for (const header in headers) {
    const bytes = headers[header];
    if (bytes === undefined || bytes === null || !header.startsWith(prefix)) continue;
    const value = headerText(bytes);
    if (value === undefined) return reject('not-cloudevents', `attribute ${excerpt(header.slice(3))}: is not UTF-8`);
    switch (header) {
      case 'ce_specversion':
        raw.specversion = value;
        break;
      case 'ce_id':
        raw.id = value;
        break;
      case 'ce_source':
        raw.source = value;
        break;
      case 'ce_type':
        raw.type = value;
        break;
      case 'ce_time':
        raw.time = value;
        break;
      case 'ce_subject':
        raw.subject = value;
        break;
      case 'ce_traceparent':
        raw.traceparent = value;
        break;
      default:
        extras ??= {};
        extras[header.slice(prefix.length)] = value;
    }
  }
  if (extras) raw.extras = extras;
  return raw;
}

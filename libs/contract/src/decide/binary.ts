import type { Rejection } from '../decision';
import type { KafkaRecord } from '../record';
import { isAttributeName, noAttributes, noExtras, type RawAttributes } from './attributes';
import { excerpt, reject } from './reject';
import { FamiliarHeader, headerText } from './text-of';

/** What the names of headers with attributes begin with. */
export const prefix = 'ce_';
const specversions = new FamiliarHeader();
const sources = new FamiliarHeader();
const types = new FamiliarHeader();

/** Reads one header into the attributes; undefined where it is not UTF-8. */
export function takeAttribute(
  raw: RawAttributes,
  header: string,
  bytes: Buffer,
  start = 0,
  end = bytes.length,
): string | undefined {
  switch (header) {
    case 'ce_specversion':
      return (raw.specversion = specversions.read(bytes, start, end));
    case 'ce_source':
      return (raw.source = sources.read(bytes, start, end));
    case 'ce_type':
      return (raw.type = types.read(bytes, start, end));
    case 'ce_id':
      return (raw.id = headerText(bytes, start, end));
    case 'ce_time':
      return (raw.time = headerText(bytes, start, end));
    case 'ce_subject':
      return (raw.subject = headerText(bytes, start, end));
    case 'ce_traceparent':
      return (raw.traceparent = headerText(bytes, start, end));
    default: {
      const name = header.slice(prefix.length);
      const text = headerText(bytes, start, end);
      if (text === undefined || !isAttributeName(name)) return text;
      if (raw.extras === noExtras) raw.extras = {};
      return (raw.extras[name] = text);
    }
  }
}

/** The attributes of a record in binary mode: its `ce_*` headers. Kafka's header names are case-sensitive. */
export function binaryAttributes(headers: KafkaRecord['headers']): RawAttributes | Rejection {
  const raw = noAttributes();
  for (const header in headers) {
    const bytes = headers[header];
    if (!bytes || !header.startsWith(prefix)) continue;
    if (takeAttribute(raw, header, bytes) === undefined) {
      return reject('not-cloudevents', `attribute ${excerpt(header.slice(prefix.length))}: is not UTF-8`);
    }
  }
  return raw;
}

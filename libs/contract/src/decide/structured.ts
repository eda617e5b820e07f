import type { Rejection } from '../decision';
import { isAttributeName, noExtras, type RawAttributes } from './attributes';
import { mediaType } from './media-type';
import { excerpt, reject } from './reject';

/** A structured event taken apart: its attributes, and its data: as parsed, or encoded. */
export interface StructuredParts {
  attributes: RawAttributes;
  data: unknown;
  /** The bytes of `data_base64`, where the data came so. */
  encoded: Buffer | undefined;
}

const texts = ['specversion', 'id', 'source', 'type', 'time', 'subject', 'traceparent', 'datacontenttype'] as const;
const notExtras = new Set<string>([...texts, 'data', 'data_base64']);
type StructuredEvent = Record<string, unknown>;

const refused = (name: string, problem: string): Rejection =>
  reject('not-cloudevents', `attribute ${excerpt(name)}: ${problem}`);

/** The name of an attribute that must be a string and isn't. (Null is the same as absent.) */
const notText = (event: StructuredEvent): string | undefined =>
  texts.find((name) => event[name] !== undefined && event[name] !== null && typeof event[name] !== 'string');

/** Attributes that are not ours: for them JSON also has numbers and booleans. */
function extrasOf(event: StructuredEvent): { extras: Record<string, string> } | Rejection {
  let extras = noExtras;
  for (const name in event) {
    const value = event[name];
    if (notExtras.has(name) || value === null || !isAttributeName(name)) continue;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      return refused(name, 'is neither a string nor a number nor a boolean');
    }
    if (extras === noExtras) extras = {};
    extras[name] = String(value);
  }
  return { extras };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function attributesOf(event: StructuredEvent): RawAttributes | Rejection {
  const wrong = notText(event);
  if (wrong !== undefined) return refused(wrong, 'is not a string');
  const found = extrasOf(event);
  if ('kind' in found) return found;
  return {
    specversion: text(event['specversion']),
    id: text(event['id']),
    source: text(event['source']),
    type: text(event['type']),
    time: text(event['time']),
    subject: text(event['subject']),
    traceparent: text(event['traceparent']),
    extras: found.extras,
  };
}

/** The bytes that a base64 text stands for, or undefined where it is none: Node itself would skip what isn't. */
function decoded(encoded: unknown): Buffer | undefined {
  if (typeof encoded !== 'string') return undefined;
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.toString('base64') === encoded ? bytes : undefined;
}

/** Whether a value looks like a structured event, whatever the content type says. */
export const isStructuredEvent = (parsed: unknown): boolean =>
  typeof parsed === 'object' && parsed !== null && Object.hasOwn(parsed, 'specversion');

/** The attributes and the data of a structured event, in CloudEvents' JSON format. */
export function structuredParts(parsed: unknown): StructuredParts | Rejection {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return reject('not-cloudevents', 'the value is not a JSON object');
  }
  const event = parsed as StructuredEvent;
  const attributes = attributesOf(event);
  if ('kind' in attributes) return attributes;
  const media = mediaType(text(event['datacontenttype']));
  if ('problem' in media || media.mode !== 'binary') return refused('datacontenttype', 'is not application/json');
  const { data, data_base64: encodedText } = event;
  if (encodedText === undefined || encodedText === null) return { attributes, data, encoded: undefined };
  if (data !== undefined) return reject('not-cloudevents', 'both data and data_base64 are given');
  const encoded = decoded(encodedText);
  return encoded === undefined ? refused('data_base64', 'is not base64') : { attributes, data, encoded };
}

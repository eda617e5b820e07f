import type { Rejection } from '../decision';
import type { RawAttributes } from './attributes';
import { mediaType } from './media-type';
import { excerpt, reject } from './reject';

/** A structured event taken apart: its attributes, and its data: as parsed, or encoded. */
export interface StructuredParts {
  attributes: RawAttributes;
  data: unknown;
  /** The bytes of `data_base64`, where the data came so. */
  encoded: Buffer | undefined;
}

const known = new Set(['specversion', 'id', 'source', 'type', 'time', 'subject', 'traceparent']);
const notTexts = new Set(['data', 'data_base64']);

/** An attribute's value as a text: JSON has numbers and booleans for some; null is the same as absent. */
function attributeText(value: unknown): string | undefined | false {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : false;
}

function base64(text: unknown): Buffer | undefined {
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

const refused = (name: string, problem: string): Rejection =>
  reject('not-cloudevents', `attribute ${excerpt(name)}: ${problem}`);

function attributesOf(event: Record<string, unknown>): RawAttributes | Rejection {
  const texts: Record<string, string> = {};
  const extras: Record<string, string> = {};
  for (const name of Object.keys(event)) {
    if (notTexts.has(name)) continue;
    const value = event[name];
    const text = attributeText(value);
    if (text === false || (known.has(name) && text !== undefined && typeof value !== 'string')) {
      return refused(name, 'is not a string');
    }
    if (text === undefined) continue;
    if (known.has(name)) texts[name] = text;
    else if (name !== 'datacontenttype') extras[name] = text;
  }
  return { ...texts, extras };
}

/** The attributes and the data of a structured event, in CloudEvents' JSON format. */
export function structuredParts(parsed: unknown): StructuredParts | Rejection {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return reject('not-cloudevents', 'the value is not a JSON object');
  }
  const event = parsed as Record<string, unknown>;
  const attributes = attributesOf(event);
  if ('kind' in attributes) return attributes;
  const contentType = event['datacontenttype'];
  const media = mediaType(typeof contentType === 'string' ? contentType : undefined);
  if ('problem' in media || media.mode !== 'binary') return refused('datacontenttype', 'is not application/json');
  const { data, data_base64: encodedText } = event;
  if (encodedText === undefined || encodedText === null) return { attributes, data, encoded: undefined };
  if (data !== undefined) return reject('not-cloudevents', 'both data and data_base64 are given');
  const encoded = base64(encodedText);
  return encoded === undefined ? refused('data_base64', 'is not base64') : { attributes, data, encoded };
}

import type { Rejection } from '../decision';
import type { SourceVerification } from '../generated/types';
import { parseTime } from '../time/parse-time';
import { eventTypes, limits } from '../topics';
import { excerpt, reject } from './reject';
import { isUriReference } from './uri-reference';

/** Attributes as a record carries them: by name, in either content mode. */
export interface RawAttributes {
  specversion?: string;
  id?: string;
  source?: string;
  type?: string;
  time?: string;
  subject?: string;
  traceparent?: string;
  extras: Record<string, string>;
}

/** The extras of most records: none. */
export const noExtras: Record<string, string> = Object.freeze({});

/** Where a record's attributes go. */
export const noAttributes = (): RawAttributes => ({
  specversion: undefined,
  id: undefined,
  source: undefined,
  type: undefined,
  time: undefined,
  subject: undefined,
  traceparent: undefined,
  extras: noExtras,
});

/** What CloudEvents allows as the name of an attribute. Whatever else stands beside the attributes is none of them. */
export const isAttributeName = (name: string): boolean => /^[a-z0-9]+$/.test(name);

/** Attributes that keep the contract. */
export interface Attributes {
  kind: 'attributes';
  id: string;
  source: string;
  /** Known once everything else is judged. */
  sourceVerification: SourceVerification;
  isNote: boolean;
  /** Milliseconds since 1970. */
  time: number;
  subject: string | undefined;
  traceparent: string | undefined;
  extras: Readonly<Record<string, string>>;
}

// CloudEvents forbids control characters and noncharacters; half a surrogate pair was refused with the text it came in.
const forbidden = /[\u0000-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/;
const traceContext = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

const refused = (name: string, problem: string): Rejection =>
  reject('not-cloudevents', `attribute ${name}: ${problem}`);

const isPrintable = (value: string): boolean => !forbidden.test(value);

const longerThan = (text: string, bytes: number): boolean =>
  text.length * 3 > bytes && Buffer.byteLength(text, 'utf8') > bytes;

function wrong({ specversion, id, source, type, time, subject }: RawAttributes): Rejection | undefined {
  if (specversion !== '1.0') {
    return specversion === undefined
      ? refused('specversion', 'is missing')
      : refused('specversion', `"${excerpt(specversion)}" is not "1.0"`);
  }
  for (const [name, value] of [
    ['id', id],
    ['source', source],
    ['type', type],
    ['time', time],
  ] as const) {
    if (!value) return refused(name, value === undefined ? 'is missing' : 'is empty');
  }
  if (subject === '') return refused('subject', 'is empty');
  return undefined;
}

function checkExtras(extras: Readonly<Record<string, string>>): Rejection | undefined {
  let [count, bytes] = [0, 0];
  for (const name in extras) {
    const value = extras[name] ?? '';
    if (!isPrintable(value)) return refused(excerpt(name), 'has a control character');
    if (name === 'keyid' || name === 'signature') continue;
    count += 1;
    bytes += name.length + Buffer.byteLength(value, 'utf8');
  }
  const { extensions, extensionBytes } = limits;
  if (count > extensions) return reject('not-cloudevents', `${count} extension attributes, more than ${extensions}`);
  if (bytes <= extensionBytes) return undefined;
  return reject('not-cloudevents', `extension attributes of ${bytes} bytes, more than ${extensionBytes}`);
}

/** Judges a record's attributes; all but the time's distance from the record's timestamp, which depends on options. */
export function checkAttributes(raw: RawAttributes): Attributes | Rejection {
  const { id, source, type, time, subject, traceparent } = raw;
  if (raw.specversion !== '1.0' || !id || !source || !type || !time || subject === '') {
    return wrong(raw) ?? refused('specversion', 'is missing');
  }
  if (type !== eventTypes.event && type !== eventTypes.note) {
    return reject('unknown-type', `attribute type: "${excerpt(type)}" is not known`);
  }
  if (longerThan(id, limits.idBytes)) return refused('id', `is longer than ${limits.idBytes} bytes`);
  if (!isPrintable(id)) return refused('id', 'has a control character');
  if (longerThan(source, limits.sourceBytes)) return refused('source', `is longer than ${limits.sourceBytes} bytes`);
  if (!isUriReference(source)) return refused('source', 'is not a URI-reference');
  if (subject !== undefined && !isPrintable(subject)) return refused('subject', 'has a control character');
  const milliseconds = parseTime(time);
  if (milliseconds === undefined) return refused('time', `"${excerpt(time)}" is not an RFC 3339 date-time`);
  if ((raw.extras['keyid'] === undefined) !== (raw.extras['signature'] === undefined)) {
    return refused(raw.extras['keyid'] === undefined ? 'keyid' : 'signature', 'is missing, the other one is given');
  }
  const traced = traceparent === undefined || traceContext.test(traceparent);
  const extras = traced ? raw.extras : { ...raw.extras, traceparent };
  const wrongExtras = checkExtras(extras);
  if (wrongExtras) return wrongExtras;
  return {
    kind: 'attributes',
    id,
    source,
    sourceVerification: 'unverified',
    isNote: type === eventTypes.note,
    time: milliseconds,
    subject,
    traceparent: traced ? traceparent : undefined,
    extras,
  };
}

import type { SourceVerification } from '../generated/types';
import { restTimeLength, writeRestTime } from '../time/rest-time';

const uidBegin = Buffer.from('{"uid":"');
const timeBegin = Buffer.from('","time":"');
const receivedBegin = Buffer.from('","receivedAt":"');
const sourceBegin = Buffer.from('","source":');

/** What stands before each text of a message's head. */
export const headParts = { uid: uidBegin, time: timeBegin, receivedAt: receivedBegin, source: sourceBegin } as const;

/** What stands before the value of another member. */
export const memberBegin = (name: string): string => `,"${name}":`;

/** How far the source is known, as a member behind it. */
export const verificationMember = (verification: SourceVerification): string =>
  `${memberBegin('sourceVerification')}"${verification}"`;

const besidesUidAndSource =
  uidBegin.length + timeBegin.length + receivedBegin.length + sourceBegin.length + 2 * restTimeLength;

/** So many sources are kept as they are written; with more, all are forgotten. */
const mostSources = 1_024;
const sources = new Map<string, Buffer>();

function written(source: string): Buffer {
  const known = sources.get(source);
  if (known !== undefined) return known;
  if (sources.size >= mostSources) sources.clear();
  const bytes = Buffer.from(JSON.stringify(source));
  sources.set(source, bytes);
  return bytes;
}

function put(bytes: Uint8Array, into: Uint8Array, at: number): number {
  for (let n = 0; n < bytes.length; n += 1) into[at + n] = bytes[n]!;
  return at + bytes.length;
}

function putAscii(text: string, into: Uint8Array, at: number): number {
  for (let n = 0; n < text.length; n += 1) into[at + n] = text.charCodeAt(n);
  return at + text.length;
}

function putTime(milliseconds: number, into: Uint8Array, at: number): number {
  writeRestTime(milliseconds, into, at);
  return at + restTimeLength;
}

/** Gives out memory for messages. */
export interface MessageMemory {
  allocate(bytes: number): Buffer;
}

/** What every message of an entry begins with. */
export interface MessageHead {
  /** ASCII alone. */
  uid: string;
  /** Milliseconds since 1970. */
  time: number;
  receivedAt: number;
  source: string;
}

/**
 * Memory for a message that begins with `{"uid":"…","time":"…","receivedAt":"…","source":"…"`, and room behind it. Written
 * byte by byte: as a string put together of its parts it would be written three times over.
 * @param room bytes behind the head, up to the message's end
 */
export function beginMessage(
  { uid, time, receivedAt, source }: MessageHead,
  room: number,
  memory: MessageMemory,
): Buffer {
  const sourceBytes = written(source);
  const message = memory.allocate(besidesUidAndSource + uid.length + sourceBytes.length + room);
  let at = putAscii(uid, message, put(uidBegin, message, 0));
  at = putTime(time, message, put(timeBegin, message, at));
  at = putTime(receivedAt, message, put(receivedBegin, message, at));
  put(sourceBytes, message, put(sourceBegin, message, at));
  return message;
}

import { restTimeLength, writeRestTime } from '../time/rest-time';

const [uidBegin, timeBegin, receivedBegin, sourceBegin] = [
  ...['{"uid":"', '","time":"', '","receivedAt":"', '","source":'],
].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer, Buffer];
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

/** What every message of an entry begins with. */
export interface MessageHead {
  /** ASCII alone. */
  uid: string;
  /** Milliseconds since 1970. */
  time: number;
  receivedAt: number;
  source: string;
}

/** Bytes that `writeHead` writes. */
export const headBytes = ({ uid, source }: MessageHead): number =>
  besidesUidAndSource + uid.length + written(source).length;

/**
 * Writes `{"uid":"…","time":"…","receivedAt":"…","source":"…"` into the beginning of a message, byte by byte: as a string
 * put together of its parts it would be written three times over.
 */
export function writeHead({ uid, time, receivedAt, source }: MessageHead, into: Uint8Array): void {
  let at = putAscii(uid, into, put(uidBegin, into, 0));
  at = putTime(time, into, put(timeBegin, into, at));
  at = putTime(receivedAt, into, put(receivedBegin, into, at));
  put(written(source), into, put(sourceBegin, into, at));
}

// Looks at a whole record of the log, and writes the message that a sink sends for its event.
import { output } from './areas';
import { isPlain, look } from './glance';
import {
  id,
  idBytes,
  readHeaders,
  source,
  sourceLength,
  subject,
  subjectLength,
  time,
  traceparent,
  traceparentLength,
} from './headers';
import { quote } from './marks';
import { isWritable, timeLength, writeTime } from './time';
import { Shape } from './shapes';
import { bareText, textLength } from './slots';
import { numberOf } from './texts';
import { uuidLength } from './uuid';

const comma: u8 = 0x2c;
const longestValue: i32 = 64 * 1024;

/** What a message has of its own, between the texts that are written into it, see `src/record-form.ts`. */
const mostParts: i32 = 7;
const parts: usize = heap.alloc(8 * mostParts);

/** Of the record that was looked at, see `src/record-glance.ts`: numbers of its tenant and its source, the bytes of its uid, where its source is, its time. */
export const seen: usize = heap.alloc(40);

export function describePart(part: i32, bytes: usize, length: i32): void {
  store<u32>(parts + 8 * part, u32(bytes));
  store<i32>(parts + 8 * part, length, 4);
}

/**
 * Looks at a record.
 * @param value where its value begins; its headers follow
 * @param end behind its headers
 * @param owner the slot of the tenant's uid
 * @param timestamp Kafka's, milliseconds since 1970
 * @returns the size of the message in the output area, 0 where the record is unusual; what its bytes beyond ASCII are
 *   (`hasMore`) is left to the caller
 */
export function see(shape: Shape, slots: i32, value: usize, length: i32, end: usize, owner: i32, timestamp: f64): i32 {
  if (length > longestValue || !readHeaders(value + length, end)) return 0;
  if (!isWritable(f64(time)) || !isWritable(timestamp)) return 0;
  if (!look(shape, slots, value, length) || !isPlain()) return 0;
  const tenant = bareText(owner);
  if (tenant == 0) return 0;
  // Last of all: whoever asks has to learn each new number.
  const tenantNumber = numberOf(tenant, textLength(owner));
  const sourceNumber = numberOf(source, sourceLength);
  store<i32>(seen, tenantNumber);
  store<i32>(seen, sourceNumber, 4);
  v128.store(seen + 8, v128.load(idBytes));
  store<u32>(seen, u32(source), 24);
  store<i32>(seen, sourceLength, 28);
  store<f64>(seen, f64(time), 32);
  return writeMessage(value, length, i64(timestamp));
}

function writeMessage(value: usize, length: i32, receivedAt: i64): i32 {
  let to = putPart(0, output);
  // In lower case: digits and hyphens have that bit.
  for (let n: i32 = 0; n < 48; n += 16) v128.store(to + n, v128.or(v128.load(id + n), i8x16.splat(0x20)));
  to = putPart(1, to + uuidLength);
  writeTime(time, to);
  to = putPart(2, to + timeLength);
  writeTime(receivedAt, to);
  to = putPart(3, to + timeLength);
  to = putPart(6, putText(source, sourceLength, to));
  if (subjectLength > 0) to = putText(subject, subjectLength, putPart(4, to));
  if (traceparentLength > 0) to = putText(traceparent, traceparentLength, putPart(5, to));
  // In the place of the object's brace.
  put(value, length, to);
  store<u8>(to, comma);
  return i32(to - output) + length;
}

function putPart(part: i32, to: usize): usize {
  return put(load<u32>(parts + 8 * part), load<i32>(parts + 8 * part, 4), to);
}

/** With the quote that ends it. */
function putText(text: usize, length: i32, to: usize): usize {
  put(text, length, to);
  store<u8>(to + length, quote);
  return to + length + 1;
}

/** Up to fifteen bytes behind it are written, too, which the next one takes. */
function put(bytes: usize, length: i32, to: usize): usize {
  for (let n: i32 = 0; n < length; n += 16) v128.store(to + n, v128.load(bytes + n));
  return to + length;
}

import type { UnpackLimits } from './limits';
import { tooLargeUnpacked } from './too-large';

const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const xerialHeaderBytes = 16;
/** Three bytes of snappy make 64 at most. */
const mostRatio = 22;
/** So many are copied one by one: a call takes longer. */
const fewBytes = 32;

/** Unpacks snappy. Java frames it in blocks of its own; librdkafka and others send one plain block. @throws Error */
export function* snappyBlocks(packed: Buffer, limits: UnpackLimits): Generator<Buffer> {
  if (!packed.subarray(0, xerialMagic.length).equals(xerialMagic)) {
    yield snappyBlock(packed, limits);
    return;
  }
  for (let at = xerialHeaderBytes; at < packed.length;) {
    if (at + 4 > packed.length) throw cutOff();
    const size = packed.readInt32BE(at);
    at += 4;
    if (size < 0 || size > packed.length - at) throw cutOff();
    yield snappyBlock(packed.subarray(at, at + size), limits);
    at += size;
  }
}

/**
 * Unpacks one block, with each length checked before it is followed: what comes is any producer's. (snappyjs goes back over
 * its input for ever where a literal has a negative length.)
 */
function snappyBlock(packed: Buffer, { wholeBytes }: UnpackLimits): Buffer {
  const end = packed.length;
  let at = 0;
  let size = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = packed[at++];
    if (byte === undefined || factor > 2 ** 28) throw cutOff();
    size += (byte & 0x7f) * factor;
    if (byte < 0x80) break;
  }
  if (size > end * mostRatio) throw new Error(`snappy: ${end} bytes can't unpack to ${size}`);
  if (size > wholeBytes) throw tooLargeUnpacked(`a block of snappy unpacks to ${size} bytes`, wholeBytes);
  const out = Buffer.allocUnsafeSlow(size);
  let to = 0;
  while (at < end) {
    const tag = packed[at++]!;
    const kind = tag & 3;
    if (kind === 0) {
      let length = tag >>> 2;
      if (length >= 60) {
        const bytes = length - 59;
        if (at + bytes > end) throw cutOff();
        length = packed.readUIntLE(at, bytes);
        at += bytes;
      }
      length += 1;
      if (length > end - at || length > size - to) throw cutOff();
      if (length > fewBytes) {
        packed.copy(out, to, at, at + length);
        at += length;
        to += length;
      } else for (const last = at + length; at < last;) out[to++] = packed[at++]!;
      continue;
    }
    const bytes = kind === 3 ? 4 : kind;
    if (at + bytes > end) throw cutOff();
    const length = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    const distance = packed.readUIntLE(at, bytes) + (kind === 1 ? (tag >>> 5) * 256 : 0);
    at += bytes;
    if (distance === 0 || distance > to || length > size - to) throw cutOff();
    for (const last = to + length; to < last; to += 1) out[to] = out[to - distance]!;
  }
  if (to !== size) throw cutOff();
  return out;
}

const cutOff = (): Error => new Error('snappy: the block is damaged');

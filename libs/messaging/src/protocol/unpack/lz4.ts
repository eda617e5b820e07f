const magic = 0x184d2204;
const skippable = 0x184d2a5;
const independentBlocks = 0x20;
const blockSums = 0x10;
const contentSize = 0x08;
const contentSum = 0x04;
const dictionary = 0x01;
const historyBytes = 64 * 1024;
const shortestMatch = 4;
/** So many are copied one by one: a call takes longer. */
const fewBytes = 32;
const storedAsItIs = 0x80000000;

/** A block's history and what it unpacks to; used again, for it is read before the next block is asked for. */
let scratch = Buffer.alloc(0);

/**
 * Unpacks frames of lz4 block by block, each length checked before it is followed. (lz4js follows them over the end of its
 * buffers, 255 steps for each byte, and up to two thousand million for a block that is stored as it is.)
 * @throws Error
 */
export function* lz4Blocks(packed: Buffer): Generator<Buffer> {
  let at = 0;
  const next = (bytes: number): number => {
    if (bytes > packed.length - at) throw damaged();
    return (at += bytes) - bytes;
  };
  while (at < packed.length) {
    const kind = packed.readUInt32LE(next(4));
    if (kind >>> 4 === skippable) {
      next(packed.readUInt32LE(next(4)));
      continue;
    }
    if (kind !== magic) throw new Error('lz4: it begins with another magic number');
    const flags = packed[next(1)]!;
    const code = (packed[next(1)]! >>> 4) & 7;
    if (flags >>> 6 !== 1 || code < 4 || (flags & dictionary) !== 0) throw damaged();
    const most = 256 << (2 * code);
    next(((flags & contentSize) === 0 ? 0 : 8) + 1);
    let history: Buffer = Buffer.alloc(0);
    for (;;) {
      const announced = packed.readUInt32LE(next(4));
      if (announced === 0) break;
      const bytes = announced % storedAsItIs;
      if (bytes > most) throw damaged();
      const start = next(bytes);
      const block = packed.subarray(start, at);
      const plain = announced >= storedAsItIs ? Buffer.from(block) : unpackBlock(block, history, most);
      if ((flags & independentBlocks) === 0) history = lastOf(history, plain);
      if ((flags & blockSums) !== 0) next(4);
      yield plain;
    }
    if ((flags & contentSum) !== 0) next(4);
  }
}

/** What the blocks behind may look back on. */
function lastOf(history: Buffer, plain: Buffer): Buffer {
  if (plain.length >= historyBytes) return plain.subarray(-historyBytes);
  return Buffer.concat([history, plain]).subarray(-historyBytes);
}

function unpackBlock(packed: Buffer, history: Buffer, most: number): Buffer {
  const start = history.length;
  const room = start + Math.min(most, packed.length * 255);
  if (scratch.length < room) scratch = Buffer.allocUnsafeSlow(room);
  const out = scratch;
  history.copy(out);
  const end = packed.length;
  let at = 0;
  let to = start;
  const longer = (length: number): number => {
    for (let byte = 255; byte === 255; length += byte) {
      if (at >= end) throw damaged();
      byte = packed[at++]!;
    }
    return length;
  };
  while (at < end) {
    const token = packed[at++]!;
    let literals = token >>> 4;
    if (literals === 15) literals = longer(literals);
    if (literals > end - at || literals > room - to) throw damaged();
    if (literals > fewBytes) {
      packed.copy(out, to, at, at + literals);
      at += literals;
      to += literals;
    } else for (const last = at + literals; at < last;) out[to++] = packed[at++]!;
    if (at === end) break; // the last sequence is literals alone
    if (at + 2 > end) throw damaged();
    const distance = packed[at]! | (packed[at + 1]! << 8);
    at += 2;
    let length = token & 15;
    if (length === 15) length = longer(length);
    length += shortestMatch;
    if (distance === 0 || distance > to || length > room - to) throw damaged();
    if (distance >= length && length > fewBytes) {
      out.copyWithin(to, to - distance, to - distance + length);
      to += length;
    } else for (const last = to + length; to < last; to += 1) out[to] = out[to - distance]!;
  }
  return Buffer.from(out.subarray(start, to));
}

const damaged = (): Error => new Error('lz4: the frame is damaged');

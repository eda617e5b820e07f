const magic = 0xfd2fb528;
const skippable = 0x184d2a5;
const singleSegment = 0x20;
const reserved = 0x08;
const withSum = 0x04;
const mostBlockBytes = 128 * 1024;

/** A frame of zstd, as its headers say. */
export interface ZstdFrame {
  /** All of it. */
  readonly bytes: Buffer;
  /** How far its blocks may look back, bytes. */
  readonly windowBytes: number;
  /** What it unpacks to, where it says so. */
  readonly contentBytes: number | undefined;
  /** It unpacks to no more. */
  readonly mostBytes: number;
  /** Where each block lies in it, headers included. */
  readonly blocks: readonly { readonly start: number; readonly end: number }[];
}

/** Looks through the headers of an archive, without unpacking anything. @throws Error where they are damaged */
export function zstdFrames(packed: Buffer): ZstdFrame[] {
  const frames: ZstdFrame[] = [];
  for (let at = 0; at < packed.length;) {
    if (packed.length - at < 8) throw damaged();
    const kind = packed.readUInt32LE(at);
    if (kind >>> 4 === skippable) {
      at += 8 + packed.readUInt32LE(at + 4);
      if (at > packed.length) throw damaged();
      continue;
    }
    if (kind !== magic) throw new Error('zstd: it begins with another magic number');
    const frame = frameAt(packed.subarray(at));
    frames.push(frame);
    at += frame.bytes.length;
  }
  return frames;
}

function frameAt(packed: Buffer): ZstdFrame {
  const flags = packed[4]!;
  const isSingle = (flags & singleSegment) !== 0;
  const idBytes = [0, 1, 2, 4][flags & 3]!;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >>> 6]!;
  let at = 5 + (isSingle ? 0 : 1) + idBytes + sizeBytes;
  if ((flags & reserved) !== 0 || at > packed.length) throw damaged();
  if (packed.subarray(at - sizeBytes - idBytes, at - sizeBytes).some((byte) => byte !== 0)) {
    throw new Error('zstd: it needs a dictionary');
  }
  const contentBytes = sizeBytes === 0 ? undefined : contentSize(packed, at - sizeBytes, sizeBytes);
  const windowBytes = isSingle ? contentBytes! : windowSize(packed[5]!);
  const blockBytes = Math.min(windowBytes, mostBlockBytes);
  const blocks: { start: number; end: number }[] = [];
  let mostBytes = 0;
  for (let isLast = false; !isLast;) {
    if (at + 3 > packed.length) throw damaged();
    const header = packed.readUIntLE(at, 3);
    isLast = (header & 1) === 1;
    const kind = (header >>> 1) & 3;
    const size = header >>> 3;
    const end = at + 3 + (kind === 1 ? 1 : size);
    if (kind === 3 || size > blockBytes || end > packed.length) throw damaged();
    blocks.push({ start: at, end });
    mostBytes += kind === 2 ? blockBytes : size;
    at = end;
  }
  if ((flags & withSum) !== 0) at += 4;
  if (at > packed.length) throw damaged();
  return { bytes: packed.subarray(0, at), windowBytes, contentBytes, mostBytes, blocks };
}

function contentSize(packed: Buffer, at: number, bytes: number): number {
  if (bytes === 8) return Number(packed.readBigUInt64LE(at));
  return packed.readUIntLE(at, bytes) + (bytes === 2 ? 256 : 0);
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >>> 3));
  return base + (base / 8) * (descriptor & 7);
}

const damaged = (): Error => new Error('zstd: the frame is damaged');

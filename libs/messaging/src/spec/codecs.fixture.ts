import { gzipSync } from 'node:zlib';
import { compress as lz4 } from 'lz4js';
import { compress as snappy } from 'snappyjs';

/** Snappy in blocks, as Java frames it. */
export function xerial(plain: Buffer, blockBytes = 32 * 1024): Buffer {
  const parts: Buffer[] = [Buffer.from('82534e41505059000000000100000001', 'hex')];
  for (let at = 0; at < plain.length; at += blockBytes) {
    const block = snappy(plain.subarray(at, at + blockBytes));
    const size = Buffer.alloc(4);
    size.writeInt32BE(block.length);
    parts.push(size, block);
  }
  return Buffer.concat(parts);
}

/** Blocks of lz4 that look back on themselves alone, which is all that Java reads. */
export function lz4Frame(plain: Buffer, blockBytes = 64 * 1024): Buffer {
  const [headerBytes, endBytes] = [7, 4];
  const parts: Buffer[] = [Buffer.from('04224d18604082', 'hex')];
  for (let at = 0; at < plain.length; at += blockBytes) {
    parts.push(Buffer.from(lz4(plain.subarray(at, at + blockBytes)).subarray(headerBytes, -endBytes)));
  }
  return Buffer.concat([...parts, Buffer.alloc(endBytes)]);
}

/** A frame of zstd whose blocks hold their bytes as they are, or one byte as often as it is repeated. */
export function zstdStored(plain: Buffer, { windowLog = 17, tellsSize = false } = {}): Buffer {
  const header = tellsSize ? Buffer.alloc(9 + 4) : Buffer.alloc(6);
  header.writeUInt32LE(0xfd2fb528, 0);
  header[4] = tellsSize ? 0xc0 | 0x20 : 0;
  if (tellsSize) header.writeBigUInt64LE(BigInt(plain.length), 5);
  else header[5] = (windowLog - 10) << 3;
  const blockBytes = Math.min(2 ** windowLog, 128 * 1024);
  const blocks: Buffer[] = [header];
  for (let at = 0; at < plain.length || at === 0; at += blockBytes) {
    const part = plain.subarray(at, at + blockBytes);
    const isRepeated = part.length > 1 && part.equals(Buffer.alloc(part.length, part[0]));
    const block = Buffer.alloc(3);
    const isLast = at + blockBytes >= plain.length ? 1 : 0;
    block.writeUIntLE((part.length << 3) | ((isRepeated ? 1 : 0) << 1) | isLast, 0, 3);
    blocks.push(block, isRepeated ? part.subarray(0, 1) : part);
  }
  return Buffer.concat(blocks);
}

/** Every codec that producers use, by what it is called and its number in a batch's attributes. */
export const codecs: [name: string, codec: number, pack: (plain: Buffer) => Buffer][] = [
  ['as they are', 0, (plain) => plain],
  ['by gzip', 1, (plain) => gzipSync(plain)],
  ['by snappy in one block', 2, (plain) => snappy(plain)],
  ["by snappy in Java's blocks", 2, (plain) => xerial(plain)],
  ['by lz4', 3, (plain) => lz4Frame(plain)],
  ['by zstd of unknown size', 4, (plain) => zstdStored(plain)],
  ['by zstd of known size', 4, (plain) => zstdStored(plain, { tellsSize: true })],
];

/** The records of a batch of 24, as the zstd tool packs them with all of its means. */
export const zstdOfRecords = Buffer.from(
  [
    'KLUv/QBoXRAAZhRLLVBZB/DuKQp7b4mId6SGPbBPUurVwLE6AGM5MWjl3lvKnRSAtgXxipjbtxib7EQAPwA9AKXQOzoIaLmDUzhD',
    'w1lTeuEMZr2u1utESpVMeDZivVStl+USvazRu5J9UqqSK4NxB5NKIFdKlHpdeAYAvqiRSEVRNK0FOxEg9s3/kDYzZ1dWqKa+/Zmr',
    '/QkAJZri+Av2u+/pJQkAOjS19d63qvUmrV7B1IOmtxin9Y5KMNbb4jwaOSUFKpLtnZWotr47636kUMx8uy6E4NyvX7d7+CD80FTH',
    'P2fHYNm7dlm2MdjlrAmb5c8QHHe7ubsQ1NA0x9t1B21/vteNote6e/dMIvl675VjErnPeb++IIz7X7Prt5bDk///qtfKAdjd1x0b',
    'mPn5Z04x8Har+f8kcKhxJNeUoVRqDGPQLBCRQLcBYiAYBIszKMkQXkMEHELCI0IqhfO4oBaVTsB4jFch02zI4oim6PlePJ1XYtK0',
    'gQrZFTIdNTRIYJZI+w1DKMMuqPQVxxetNqaRUbm5RShWlUy/6ILlk3rKNRr2QqSlUfc4kTYy/jZz0cYI9OtISv38otQKGuMYyoXg',
    'EQIMJWUqjEjpM8MPHPOgCXjNqS6e5BnTmgV4Qv5JeAMwzyeRUlqTmssWfz5QurkG/2RYlRJmIIx1FsF83+sN7oA6nqT392Du03+C',
    'OR0m8T6+Cg==',
  ].join(''),
  'base64',
);

/** What fzstd follows for minutes: nearly a hundred thousand matches of 64 KiB, of no bits each. */
export const endlessZstd = Buffer.from('28b52ffd0038' + '4d0000' + '00ffffff5423003401', 'hex');

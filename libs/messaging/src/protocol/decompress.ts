import { gunzipSync } from 'node:zlib';
import { Decompress } from 'fzstd';
import { decompress as unLz4, decompressBound as boundOfLz4 } from 'lz4js';
import { uncompress as unSnappy } from 'snappyjs';

/** What a batch of one producer may unpack to; Kafka's default limit on the packed one is 1 MiB. */
export const maxUnpackedBytes = 64 * 1024 * 1024;

const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const xerialHeaderBytes = 16;

/**
 * Unpacks the records of a batch. Producers in other languages choose among all four; kafkajs knows only gzip.
 * @param codec as in the attributes of a record batch
 * @throws Error when the bytes are no such archive, or unpack to more than `maxUnpackedBytes`
 */
export function decompress(codec: number, packed: Buffer): Buffer {
  switch (codec) {
    case 0:
      return packed;
    case 1:
      return gunzipSync(packed, { maxOutputLength: maxUnpackedBytes });
    case 2:
      return snappy(packed);
    case 3:
      return lz4(packed);
    case 4:
      return zstd(packed);
    default:
      throw new Error(`codec ${codec} is unknown`);
  }
}

/** Java frames snappy in blocks of its own; librdkafka and others send one plain block. */
function snappy(packed: Buffer): Buffer {
  if (!packed.subarray(0, xerialMagic.length).equals(xerialMagic)) return unSnappy(packed, maxUnpackedBytes);
  const blocks: Buffer[] = [];
  let unpacked = 0;
  for (let offset = xerialHeaderBytes; offset < packed.length;) {
    const size = packed.readInt32BE(offset);
    const block = unSnappy(packed.subarray(offset + 4, offset + 4 + size), maxUnpackedBytes - unpacked);
    blocks.push(block);
    unpacked += block.length;
    offset += 4 + size;
  }
  return Buffer.concat(blocks, unpacked);
}

function lz4(packed: Buffer): Buffer {
  const bound = boundOfLz4(packed);
  if (bound > maxUnpackedBytes) throw tooLarge();
  const unpacked = unLz4(packed, bound);
  return Buffer.from(unpacked.buffer, unpacked.byteOffset, unpacked.byteLength);
}

function zstd(packed: Buffer): Buffer {
  const chunks: Uint8Array[] = [];
  let unpacked = 0;
  const stream = new Decompress((chunk) => {
    unpacked += chunk.length;
    if (unpacked > maxUnpackedBytes) throw tooLarge();
    chunks.push(chunk);
  });
  stream.push(packed, true);
  return Buffer.concat(chunks, unpacked);
}

function tooLarge(): Error {
  return new Error(`more than ${maxUnpackedBytes} bytes when unpacked`);
}

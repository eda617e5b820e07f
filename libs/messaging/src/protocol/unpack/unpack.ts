import { chunksOf } from './chunks';
import { gzipChunks } from './gzip';
import { unpackLimits, type UnpackLimits } from './limits';
import { lz4Blocks } from './lz4';
import { snappyBlocks } from './snappy';
import { zstdBlocks } from './zstd';

const names = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

/** What a codec is called. @param codec as in the attributes of a record batch */
export const codecName = (codec: number): string => names[codec] ?? `codec ${codec}`;

/**
 * Unpacks the records of a batch, chunk by chunk, each with memory of its own. Producers in other languages choose among all
 * four codecs; kafkajs knows only gzip.
 * @throws Error when the bytes are no such archive
 * @throws TooLargeUnpackedError where it can't be read in pieces, and is too large to be unpacked as a whole
 */
export function unpack(
  codec: number,
  packed: Buffer,
  limits: UnpackLimits = unpackLimits,
): Iterable<Buffer> | AsyncIterable<Buffer> {
  switch (codec) {
    case 1:
      return gzipChunks(packed);
    case 2:
      return chunksOf(snappyBlocks(packed, limits));
    case 3:
      return chunksOf(lz4Blocks(packed));
    case 4:
      return chunksOf(zstdBlocks(packed, limits));
    default:
      throw new Error(`codec ${codec} is unknown`);
  }
}

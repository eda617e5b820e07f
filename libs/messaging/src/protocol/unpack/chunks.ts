import { unpackLimits } from './limits';

/** A copy where a buffer keeps far more memory than it shows: records wait in it until they are stored. */
export function trimmed(buffer: Uint8Array): Buffer {
  if (buffer.buffer.byteLength > 2 * buffer.length) return Buffer.from(buffer);
  return Buffer.from(buffer.buffer as ArrayBuffer, buffer.byteOffset, buffer.length);
}

/**
 * Makes chunks of a handy size from the blocks of an archive: small blocks are joined, and large ones are cut, each chunk
 * with memory of its own, so that a record never keeps more than one chunk.
 */
export function* chunksOf(blocks: Iterable<Uint8Array>): Generator<Buffer> {
  const { chunkBytes, smallBytes } = unpackLimits;
  let joined: Uint8Array[] = [];
  let bytes = 0;
  for (const block of blocks) {
    if (bytes > 0 && bytes + block.length > chunkBytes) {
      yield join(joined, bytes);
      [joined, bytes] = [[], 0];
    }
    if (block.length > smallBytes) {
      for (let at = 0; at < block.length; at += chunkBytes) yield Buffer.from(block.subarray(at, at + chunkBytes));
    } else {
      joined.push(block);
      bytes += block.length;
    }
  }
  if (bytes > 0) yield join(joined, bytes);
}

function join(blocks: readonly Uint8Array[], bytes: number): Buffer {
  const [only] = blocks;
  return blocks.length === 1 && only !== undefined ? trimmed(only) : Buffer.concat(blocks, bytes);
}

import { createGunzip, gunzipSync } from 'node:zlib';
import { trimmed } from './chunks';
import { unpackLimits } from './limits';

const { chunkBytes, smallBytes } = unpackLimits;

/** Unpacks gzip: at once where it says that it is small, else piece by piece. @throws Error where it is no gzip */
export async function* gzipChunks(packed: Buffer): AsyncGenerator<Buffer> {
  const small = unpackedAtOnce(packed);
  if (small !== undefined) {
    yield trimmed(small);
    return;
  }
  const stream = createGunzip({ chunkSize: chunkBytes });
  // A copy: another thread reads it, also after the consumer has gone and the response's memory is used again.
  stream.end(Buffer.from(packed));
  for await (const chunk of stream) yield trimmed(chunk as Buffer);
}

/** @returns undefined where it is not small, whatever it says of its size */
function unpackedAtOnce(packed: Buffer): Buffer | undefined {
  const announced = packed.length < 4 ? 0 : packed.readUInt32LE(packed.length - 4);
  if (announced > smallBytes) return undefined;
  try {
    // A little more than announced, so that the end is noticed without another chunk.
    return gunzipSync(packed, { maxOutputLength: smallBytes, chunkSize: announced + 1_024 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw error;
  }
}

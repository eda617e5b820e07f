import { Transform, type TransformCallback } from 'node:stream';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Ends the rows of a CSV with CR LF, as RFC 4180 asks and COPY does not. Line feeds inside quoted cells belong to
 * their text and stay. A doubled quote toggles twice, so counting quotes is enough to tell inside from outside.
 */
export class CrlfRows extends Transform {
  private quoted = false;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    // Every byte may become two at most; what is not used stays unused, and goes with the chunk.
    const out = Buffer.allocUnsafe(chunk.length * 2);
    let length = 0;
    let copied = 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index];
      if (byte === quote) this.quoted = !this.quoted;
      else if (byte === lineFeed && !this.quoted) {
        length += chunk.copy(out, length, copied, index);
        out[length] = carriageReturn;
        length += 1;
        copied = index;
      }
    }
    length += chunk.copy(out, length, copied);
    done(null, out.subarray(0, length));
  }
}

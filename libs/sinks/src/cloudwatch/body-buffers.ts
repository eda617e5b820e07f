/** Enough for a full batch of JSON, whose quotes are written with two bytes. */
const usualBytes = 1_536 * 1024;
const mostKept = 8;
/** Bodies of fewer bytes have a buffer of their own size: there may be thousands of trails that send a few events. */
const smallBytes = 192 * 1024;

/**
 * Buffers for calls' bodies, used again: a megabyte that is new for each call has to be cleared by the operating system
 * and lies about until it is collected. Who gives one back holds nothing of it any more.
 */
export class BodyBuffers {
  private readonly free: Buffer[] = [];

  take(bytes: number): Buffer {
    if (bytes < smallBytes) return Buffer.allocUnsafeSlow(bytes);
    if (bytes > usualBytes) return Buffer.allocUnsafe(bytes);
    return this.free.pop() ?? Buffer.allocUnsafeSlow(usualBytes);
  }

  giveBack(buffer: Buffer): void {
    if (buffer.length === usualBytes && this.free.length < mostKept) this.free.push(buffer);
  }
}

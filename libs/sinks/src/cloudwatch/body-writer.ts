/** Writes a JSON text into one buffer. */
export class BodyWriter {
  private at = 0;

  /** @param buffer to write into; a larger one takes its place when it is full */
  constructor(public buffer: Buffer) {}

  get written(): Buffer {
    return this.buffer.subarray(0, this.at);
  }

  /** Writes a part of the JSON text. */
  text(json: string): void {
    this.need(json.length * 3);
    this.at += this.buffer.write(json, this.at);
  }

  /** Writes a part of the JSON text that is UTF-8 already. */
  bytes(json: Uint8Array): void {
    this.need(json.length);
    this.buffer.set(json, this.at);
    this.at += json.length;
  }

  /** What was written last is not to be there. */
  takeBack(bytes: number): void {
    this.at -= bytes;
  }

  private need(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}

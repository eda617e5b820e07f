const [quote, backslash, space] = [0x22, 0x5c, 0x20];
/** What a control character is written with. */
const controlBytes = 6;

/** Writes a JSON text into one buffer: what is JSON already, byte for byte, escaped as the content of a string. */
export class BodyWriter {
  private at = 0;

  /** @param buffer to write into; a larger one takes its place when it is full */
  constructor(public buffer: Buffer) {}

  get written(): Buffer {
    return this.buffer.subarray(0, this.at);
  }

  /** Writes a part of the JSON text as it is. */
  text(json: string): void {
    this.need(json.length * 3);
    this.at += this.buffer.write(json, this.at);
  }

  /** Writes UTF-8 bytes so that they stand within a JSON string. */
  escaped(content: Buffer): void {
    this.need(content.length * 2);
    let { buffer, at } = this;
    for (let from = 0; from < content.length; from += 1) {
      const byte = content[from] as number;
      if (byte < space) {
        this.at = at;
        this.need(controlBytes + (content.length - from) * 2);
        buffer = this.buffer;
        at += buffer.write(`\\u00${byte.toString(16).padStart(2, '0')}`, at);
        continue;
      }
      if (byte === quote || byte === backslash) buffer[at++] = backslash;
      buffer[at++] = byte;
    }
    this.at = at;
  }

  private need(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}

import { escapeInto } from '@trailbook/json-bytes';

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

  /** Writes a short part of the JSON text that is ASCII: for a few characters a call out of JavaScript would cost more. */
  ascii(json: string): void {
    this.need(json.length);
    const { buffer, at } = this;
    for (let n = 0; n < json.length; n += 1) buffer[at + n] = json.charCodeAt(n);
    this.at = at + json.length;
  }

  /** Writes UTF-8 bytes so that they stand within a JSON string. */
  escaped(content: Buffer): void {
    this.need(content.length * 2);
    const end = escapeInto(content, this.buffer, this.at);
    if (end === undefined) this.escapedWithControls(content);
    else this.at = end;
  }

  private escapedWithControls(content: Buffer): void {
    this.need(content.length * controlBytes);
    for (const byte of content) {
      if (byte < space) this.at += this.buffer.write(`\\u00${byte.toString(16).padStart(2, '0')}`, this.at);
      else {
        if (byte === quote || byte === backslash) this.buffer[this.at++] = backslash;
        this.buffer[this.at++] = byte;
      }
    }
  }

  private need(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}

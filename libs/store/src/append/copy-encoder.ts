import { uidBytes, writeUid } from '@trailbook/contract';
import { postgresEpoch } from '../layout/postgres-epoch';

/** `PGCOPY\n\377\r\n\0`, no flags, no extension: how a binary COPY begins. */
export const copyHeader = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
/** A tuple of -1 fields: how it ends. */
export const copyTrailer = Buffer.from([0xff, 0xff]);

const word = 0x1_0000_0000;

/**
 * Writes rows in the format of binary COPY into one growing buffer. A row is `row(n)` and then exactly n fields, in the
 * order of the COPY statement's columns; fields are never null.
 */
export class CopyEncoder {
  private buffer: Buffer;
  private at = 0;

  constructor(private readonly initialBytes = 256 * 1024) {
    this.buffer = Buffer.allocUnsafe(initialBytes);
  }

  get bytes(): number {
    return this.at;
  }

  /** Hands over what was written, and starts anew: the buffer now belongs to the caller. */
  take(): Buffer {
    const taken = this.buffer.subarray(0, this.at);
    this.buffer = Buffer.allocUnsafe(this.initialBytes);
    this.at = 0;
    return taken;
  }

  row(fields: number): void {
    this.ensure(2);
    this.at = this.buffer.writeInt16BE(fields, this.at);
  }

  int2(value: number): void {
    this.field(2);
    this.at = this.buffer.writeInt16BE(value, this.at);
  }

  int4(value: number): void {
    this.field(4);
    this.at = this.buffer.writeInt32BE(value, this.at);
  }

  int8(value: bigint): void {
    this.field(8);
    this.at = this.buffer.writeBigInt64BE(value, this.at);
  }

  /** A "char": one ASCII character. */
  letter(value: string): void {
    this.byte(value.charCodeAt(0));
  }

  /** A "char" as a number from 0 to 127. */
  byte(value: number): void {
    this.field(1);
    this.buffer[this.at] = value;
    this.at += 1;
  }

  /** A timestamptz, from whole milliseconds since 1970. */
  timestamptz(milliseconds: number): void {
    // In two halves of milliseconds: as one number, microseconds are exact only until the year 2255.
    const since = milliseconds - postgresEpoch;
    const upper = Math.floor(since / word);
    const lower = (since - upper * word) * 1000;
    const carry = Math.floor(lower / word);
    this.field(8);
    this.at = this.buffer.writeInt32BE(upper * 1000 + carry, this.at);
    this.at = this.buffer.writeUInt32BE(lower - carry * word, this.at);
  }

  /** A uuid in its usual form, 36 characters. */
  uuid(text: string): void {
    this.field(uidBytes);
    writeUid(text, this.buffer, this.at);
    this.at += uidBytes;
  }

  text(value: string): void {
    if (value.length === 0) {
      this.field(0);
      return;
    }
    this.ensure(4 + value.length * 3);
    const length = this.buffer.write(value, this.at + 4, 'utf8');
    this.at = this.buffer.writeInt32BE(length, this.at) + length;
  }

  /** Text whose UTF-8 bytes are at hand already. */
  utf8(value: Buffer): void {
    this.field(value.length);
    this.at += value.copy(this.buffer, this.at);
  }

  private field(bytes: number): void {
    this.ensure(4 + bytes);
    this.at = this.buffer.writeInt32BE(bytes, this.at);
  }

  private ensure(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(grown, 0, 0, this.at);
    this.buffer = grown;
  }
}

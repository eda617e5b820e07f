import type { HeaderVisitor, RecordHeader } from '../records';
import { ByteCursor } from './byte-cursor';
import { HeaderNames } from './header-names';
import { HeaderValues } from './header-values';

type Headers = Record<string, Buffer | undefined>;

/** Reads the headers of records. Where they run over the end of their record, or are no headers, a RangeError is thrown. */
export class HeaderReader extends ByteCursor {
  private readonly names = new HeaderNames();
  private readonly values = new HeaderValues();

  /** By name; of a name that occurs more than once the last value. */
  read(buffer: Buffer, start: number, end: number): Headers {
    this.open(buffer, start, end);
    const headers: Headers = {};
    const count = this.varint();
    for (let i = 0; i < count; i += 1) {
      const name = this.name(i);
      const value = this.value(i);
      // Assigning it would change the object's prototype; `readAll` has it.
      if (name !== '__proto__') headers[name] = value ?? undefined;
    }
    return headers;
  }

  /** Shows all in order; false where one has no value. */
  show(buffer: Buffer, start: number, end: number, visitor: HeaderVisitor): boolean {
    this.open(buffer, start, end);
    const count = this.varint();
    for (let i = 0; i < count; i += 1) {
      const name = this.name(i);
      const length = this.varint();
      if (length < 0) return false;
      const from = this.pass(length);
      visitor.header(name, buffer, from, this.at);
    }
    return true;
  }

  /** All in order, byte for byte. */
  readAll(buffer: Buffer, start: number, end: number): RecordHeader[] {
    this.open(buffer, start, end);
    const all: RecordHeader[] = [];
    const count = this.varint();
    for (let i = 0; i < count; i += 1) {
      const nameLength = this.varint();
      const nameStart = this.pass(nameLength);
      const name = buffer.subarray(nameStart, this.at);
      all.push([name, this.value(i)]);
    }
    return all;
  }

  private name(index: number): string {
    const length = this.varint();
    const start = this.pass(length);
    return this.names.read(index, this.buffer, start, this.at);
  }

  private value(index: number): Buffer | null {
    const length = this.varint();
    if (length < 0) return null;
    const start = this.pass(length);
    return this.values.read(index, this.buffer, start, this.at);
  }
}

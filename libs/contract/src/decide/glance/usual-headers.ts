import type { HeaderVisitor, KafkaRecord } from '../../record';
import { noAttributes, noExtras, type RawAttributes } from '../attributes';
import { prefix, takeAttribute } from '../binary';
import { FamiliarHeader } from '../text-of';

const json = 'application/json';

/**
 * Reads the attributes of records in binary mode where they lie, as `binaryAttributes` does from a buffer of each, where
 * nothing about them is unusual: each name once, and all of them UTF-8.
 */
export class UsualHeaders implements HeaderVisitor {
  private readonly contentTypes = new FamiliarHeader();
  private readonly raw = noAttributes();
  private taken = 0;
  private isUsual = true;
  private hasContentType = false;

  /** The attributes, until the next record is read; undefined leaves the record to whoever looks exactly. */
  read(record: KafkaRecord): Readonly<RawAttributes> | undefined {
    this.forget();
    if (!record.showHeaders) this.visit(record.headers);
    else if (!record.showHeaders(this)) return undefined;
    // A name that came twice, or is none of an attribute, was taken and is not there.
    return this.isUsual && this.taken === this.attributes ? this.raw : undefined;
  }

  header(name: string, bytes: Buffer, start: number, end: number): void {
    if (name === 'content-type') {
      if (this.hasContentType || this.contentTypes.read(bytes, start, end) !== json) this.isUsual = false;
      this.hasContentType = true;
    } else if (name.startsWith(prefix)) {
      this.taken += 1;
      if (takeAttribute(this.raw, name, bytes, start, end) === undefined) this.isUsual = false;
    }
  }

  /** How many there are. */
  private get attributes(): number {
    const { specversion, id, source, type, time, subject, traceparent, extras } = this.raw;
    let count = extras === noExtras ? 0 : Object.keys(extras).length;
    if (specversion !== undefined) count += 1;
    if (id !== undefined) count += 1;
    if (source !== undefined) count += 1;
    if (type !== undefined) count += 1;
    if (time !== undefined) count += 1;
    if (subject !== undefined) count += 1;
    if (traceparent !== undefined) count += 1;
    return count;
  }

  private visit(headers: KafkaRecord['headers']): void {
    for (const name in headers) {
      const bytes = headers[name];
      if (bytes) this.header(name, bytes, 0, bytes.length);
    }
  }

  private forget(): void {
    const { raw } = this;
    raw.specversion = raw.id = raw.source = raw.type = raw.time = raw.subject = raw.traceparent = undefined;
    raw.extras = noExtras;
    this.taken = 0;
    this.isUsual = true;
    this.hasContentType = false;
  }
}

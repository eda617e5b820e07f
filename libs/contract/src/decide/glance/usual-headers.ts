import type { HeaderVisitor, KafkaRecord } from '../../record';
import { isAttributeName, noExtras, type RawAttributes } from '../attributes';
import { FamiliarHeader, headerText } from '../text-of';

const prefix = 'ce_';
const json = 'application/json';

/**
 * Reads the attributes of records in binary mode where they lie, as `binaryAttributes` does from a buffer of each, where
 * nothing about them is unusual: each name once, and all of them UTF-8.
 */
export class UsualHeaders implements HeaderVisitor {
  private readonly contentTypes = new FamiliarHeader();
  private readonly specversions = new FamiliarHeader();
  private readonly sources = new FamiliarHeader();
  private readonly types = new FamiliarHeader();
  private contentType: string | undefined;
  private isUsual = true;
  private readonly raw: RawAttributes = {
    specversion: undefined,
    id: undefined,
    source: undefined,
    type: undefined,
    time: undefined,
    subject: undefined,
    traceparent: undefined,
    extras: noExtras,
  };

  /** The attributes, until the next record is read; undefined leaves the record to whoever looks exactly. */
  read(record: KafkaRecord): Readonly<RawAttributes> | undefined {
    this.forget();
    if (!record.showHeaders) this.visit(record.headers);
    else if (!record.showHeaders(this)) return undefined;
    const isJson = this.contentType === undefined || this.contentType === json;
    return this.isUsual && isJson ? this.raw : undefined;
  }

  header(name: string, bytes: Buffer, start: number, end: number): void {
    const { raw } = this;
    switch (name) {
      case 'content-type':
        this.contentType = this.once(this.contentType, this.contentTypes.read(bytes, start, end));
        return;
      case 'ce_specversion':
        raw.specversion = this.once(raw.specversion, this.specversions.read(bytes, start, end));
        return;
      case 'ce_source':
        raw.source = this.once(raw.source, this.sources.read(bytes, start, end));
        return;
      case 'ce_type':
        raw.type = this.once(raw.type, this.types.read(bytes, start, end));
        return;
      case 'ce_id':
        raw.id = this.once(raw.id, headerText(bytes, start, end));
        return;
      case 'ce_time':
        raw.time = this.once(raw.time, headerText(bytes, start, end));
        return;
      case 'ce_subject':
        raw.subject = this.once(raw.subject, headerText(bytes, start, end));
        return;
      case 'ce_traceparent':
        raw.traceparent = this.once(raw.traceparent, headerText(bytes, start, end));
        return;
      default:
        if (name.startsWith(prefix)) this.extra(name.slice(prefix.length), headerText(bytes, start, end));
    }
  }

  private extra(name: string, text: string | undefined): void {
    const { raw } = this;
    if (!isAttributeName(name) || text === undefined) {
      this.isUsual = false;
      return;
    }
    if (raw.extras === noExtras) raw.extras = {};
    raw.extras[name] = this.once(raw.extras[name], text) ?? '';
  }

  private once(before: string | undefined, text: string | undefined): string | undefined {
    if (before !== undefined || text === undefined) this.isUsual = false;
    return text;
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
    this.contentType = undefined;
    this.isUsual = true;
  }
}

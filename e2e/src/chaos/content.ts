import { createHash } from 'node:crypto';

/** Bytes of a uid and of a digest. */
const uidBytes = 16;
export const digestBytes = 16;

/**
 * What a sink's message has to be, of a row of `audit.entry e` and its `audit.source s`: written here once more, so that a
 * message which the sinks' own code writes wrong is found. A member that sinks send newly belongs here too.
 */
const messageSql = `'{"uid":"' || e.uid || '","time":"' || ${timeSql('e.time')} || '","receivedAt":"' || ${timeSql('e.received_at')}
  || '","source":' || to_json(s.uri)::text || ',"sourceVerification":"'
  || CASE e.verification WHEN 'v' THEN 'verified' WHEN 'a' THEN 'allowed' WHEN 'u' THEN 'unverified' END || '",'
  || substr(e.payload, 2)`;

/** The digest of that message, as hexadecimal digits. */
export const messageDigestSql = `md5(${messageSql})`;

function timeSql(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** A message of a sink, as far as it is compared. MD5 is enough: nobody here makes two messages of one digest. */
export interface DigestedMessage {
  /** Hexadecimal digits without hyphens. */
  readonly uid: string;
  readonly digest: string;
}

const uidOf = /^\{"uid":"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"/;

/** Messages in 32 bytes each: there are millions. */
export class DigestedMessages implements Iterable<DigestedMessage> {
  private memory = Buffer.alloc(1_024 * (uidBytes + digestBytes));
  private used = 0;

  get length(): number {
    return this.used / (uidBytes + digestBytes);
  }

  /** @throws Error where it doesn't begin with a uid */
  add(message: string): void {
    const uid = uidOf.exec(message)?.[1];
    if (uid === undefined) throw new Error(`a message without a uid: ${message.slice(0, 200)}`);
    if (this.used === this.memory.length) this.memory = Buffer.concat([this.memory], 2 * this.memory.length);
    this.memory.write(uid.replaceAll('-', ''), this.used, 'hex');
    createHash('md5')
      .update(message)
      .digest()
      .copy(this.memory, this.used + uidBytes);
    this.used += uidBytes + digestBytes;
  }

  *[Symbol.iterator](): Generator<DigestedMessage> {
    for (let at = 0; at < this.used; at += uidBytes + digestBytes) {
      const uidEnd = at + uidBytes;
      yield {
        uid: this.memory.toString('hex', at, uidEnd),
        digest: this.memory.toString('hex', uidEnd, uidEnd + digestBytes),
      };
    }
  }
}

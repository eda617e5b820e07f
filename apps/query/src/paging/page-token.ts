import { SealedPayloads, type PageBinding } from './sealed-payload';

/** Where a walk stands: the last entry it has shown, how many came before, and how many there were when it began. */
export interface PagePosition {
  /** Time of the last entry shown, in milliseconds since 1970. */
  time: number;
  /** Uid of the last entry shown: the tiebreak among equal times. */
  uid: string;
  /** Index of the next entry in the walk. */
  position: number;
  /** Entries that matched when the walk began. */
  count: number;
  /** False where counting stopped early, so that `count` is a lower bound. */
  countExact: boolean;
}

const version = 1;
const payloadBytes = 1 + 1 + 8 + 16 + 8 + 8;

/** Writes and reads `continue` tokens of a list, newest first. */
export class PageTokens {
  constructor(private readonly sealed: SealedPayloads) {}

  write(at: PagePosition, binding: PageBinding): string {
    const payload = Buffer.alloc(payloadBytes);
    payload.writeUInt8(version, 0);
    payload.writeUInt8(at.countExact ? 1 : 0, 1);
    payload.writeDoubleBE(at.time, 2);
    payload.write(at.uid.replaceAll('-', ''), 10, 'hex');
    payload.writeBigUInt64BE(BigInt(at.position), 26);
    payload.writeBigUInt64BE(BigInt(at.count), 34);
    return this.sealed.write(payload, binding);
  }

  /** Undefined when the token was not made here, was altered, or belongs to another tenant, scope, filter, or order. */
  read(token: string, binding: PageBinding): PagePosition | undefined {
    const payload = this.sealed.read(token, binding);
    if (payload?.length !== payloadBytes || payload.readUInt8(0) !== version) return undefined;
    return {
      time: payload.readDoubleBE(2),
      uid: payload.toString('hex', 10, 26).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
      position: Number(payload.readBigUInt64BE(26)),
      count: Number(payload.readBigUInt64BE(34)),
      countExact: payload.readUInt8(1) === 1,
    };
  }
}

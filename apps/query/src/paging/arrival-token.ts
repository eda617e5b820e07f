import type { ArrivalPosition } from '@trailbook/store/read';
import { SealedPayloads, type PageBinding } from './sealed-payload';

/** Where a walk in order of arrival stands. */
export interface ArrivalPlace {
  /** Of each Kafka partition that has been read. */
  positions: readonly ArrivalPosition[];
  /** Entries shown so far. */
  shown: number;
  /** Entries that matched when the walk began. */
  count: number;
  /** False where `count` is a lower bound. */
  countExact: boolean;
}

/** Another than that of lists, newest first: a token of one order opens none of the other. */
const version = 2;
const headBytes = 1 + 1 + 8 + 8;
const positionBytes = 2 + 4 + 8;

/** Writes and reads the tokens of `order=asc`. */
export class ArrivalTokens {
  constructor(private readonly sealed: SealedPayloads) {}

  write(at: ArrivalPlace, binding: PageBinding): string {
    const payload = Buffer.alloc(headBytes + positionBytes * at.positions.length);
    payload.writeUInt8(version, 0);
    payload.writeUInt8(at.countExact ? 1 : 0, 1);
    payload.writeBigUInt64BE(BigInt(at.shown), 2);
    payload.writeBigUInt64BE(BigInt(at.count), 10);
    at.positions.forEach(({ epoch, partition, offset }, index) => {
      const start = headBytes + positionBytes * index;
      payload.writeUInt16BE(epoch, start);
      payload.writeUInt32BE(partition, start + 2);
      payload.writeBigUInt64BE(offset, start + 6);
    });
    return this.sealed.write(payload, binding);
  }

  /** Undefined when the token was not made here, was altered, or belongs to another tenant, scope, filter, or order. */
  read(token: string, binding: PageBinding): ArrivalPlace | undefined {
    const payload = this.sealed.read(token, binding);
    if (!payload || payload.length < headBytes || payload.readUInt8(0) !== version) return undefined;
    const positions: ArrivalPosition[] = [];
    for (let start = headBytes; start < payload.length; start += positionBytes) {
      positions.push({
        epoch: payload.readUInt16BE(start),
        partition: payload.readUInt32BE(start + 2),
        offset: payload.readBigUInt64BE(start + 6),
      });
    }
    return {
      positions,
      shown: Number(payload.readBigUInt64BE(2)),
      count: Number(payload.readBigUInt64BE(10)),
      countExact: payload.readUInt8(1) === 1,
    };
  }
}

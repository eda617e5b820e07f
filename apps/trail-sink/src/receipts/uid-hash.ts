import { uidBytes, writeUid } from '@trailbook/contract';
import type { SinkEvent } from '@trailbook/sinks';
import { LogEvent } from '../delivery/log-event';

/** Uids one behind the other, 16 bytes each. */
export function packUids(uids: readonly string[]): Buffer {
  const packed = Buffer.alloc(uids.length * uidBytes);
  uids.forEach((uid, index) => writeUid(uid, packed, index * uidBytes));
  return packed;
}

/** The uids of events, likewise. */
export function packUidsOf(events: readonly SinkEvent[]): Buffer {
  const packed = Buffer.alloc(events.length * uidBytes);
  events.forEach((event, index) => {
    if (event.origin instanceof LogEvent) event.origin.writeUid(packed, index * uidBytes);
    else writeUid(event.uid, packed, index * uidBytes);
  });
  return packed;
}

/** The uids in their usual form. */
export function* unpackUids(packed: Buffer): Generator<string> {
  for (let at = 0; at + uidBytes <= packed.length; at += uidBytes) {
    const hex = packed.toString('hex', at, at + uidBytes);
    yield `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
}

/**
 * The exclusive or of the uids' hashes, as a signed 64-bit integer: the same for the same uids in any order. A hash, since
 * uids that were made one after the other hardly differ, and would cancel each other's bits.
 */
export function uidXor(packed: Buffer): bigint {
  let [high, low] = [0, 0];
  for (let at = 0; at + uidBytes <= packed.length; at += uidBytes) {
    let mixed = 0x9e3779b9 | 0;
    for (let word = 0; word < uidBytes; word += 4) {
      if (word === 12) high ^= mixed;
      mixed = mix(mixed ^ packed.readInt32BE(at + word));
    }
    low ^= mixed;
  }
  return BigInt.asIntN(64, (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0));
}

/** The finalizer of MurmurHash3: each bit of its argument changes half of those of its result. */
function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

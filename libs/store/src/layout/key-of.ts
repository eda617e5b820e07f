/** A signed 64-bit integer as its two halves. */
export interface Key {
  high: number;
  low: number;
}

/**
 * The number under which a uid is indexed (`resource_key`, `actor_key`): 64 bits, never 0, the same forever, since it is
 * stored. Two lanes of MurmurHash3's 32-bit function over the UTF-16 code units, two units a step. Not a secret hash:
 * whoever looks for two uids with one key only confuses filters of his own tenant.
 */
export function keyOf(uid: string): Key {
  let high = 0x5ec0de5e;
  let low = 0x1dea11ed;
  const length = uid.length;
  for (let at = 0; at < length; at += 2) {
    let block = uid.charCodeAt(at) | ((at + 1 < length ? uid.charCodeAt(at + 1) : 0) << 16);
    block = Math.imul(block, 0xcc9e2d51);
    block = (block << 15) | (block >>> 17);
    block = Math.imul(block, 0x1b873593);
    high ^= block;
    high = (high << 13) | (high >>> 19);
    high = (Math.imul(high, 5) + 0xe6546b64) | 0;
    low ^= Math.imul(block, 0x85ebca6b);
    low = (low << 17) | (low >>> 15);
    low = (Math.imul(low, 9) + 0x38b34ae5) | 0;
  }
  high = mixed(high ^ length);
  low = mixed(low ^ length ^ high);
  return { high, low: high === 0 && low === 0 ? 1 : low };
}

/** The key as a parameter of a query. */
export function keyText(uid: string): string {
  const { high, low } = keyOf(uid);
  return ((BigInt(high) << 32n) | BigInt(low >>> 0)).toString();
}

function mixed(lane: number): number {
  lane ^= lane >>> 16;
  lane = Math.imul(lane, 0x85ebca6b);
  lane ^= lane >>> 13;
  lane = Math.imul(lane, 0xc2b2ae35);
  return lane ^ (lane >>> 16);
}

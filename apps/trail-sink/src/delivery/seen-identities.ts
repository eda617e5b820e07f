import { uidBytes, writeUid } from '@trailbook/contract';

/** Numbers that make a key: four of the uid, the tenant's, the month. */
const keyWords = 6;

/** An identity as numbers. */
export class IdentityKey {
  readonly words = new Int32Array(keyWords);
  private readonly bytes = new Uint8Array(this.words.buffer);

  /** @param uid in its usual form, or its sixteen bytes */
  set(uid: string | Int32Array, tenant: number, month: number): void {
    if (typeof uid === 'string') writeUid(uid, this.bytes, 0);
    else for (let n = 0; n < uidBytes / 4; n += 1) this.words[n] = uid[n]!;
    this.words[uidBytes / 4] = tenant;
    this.words[uidBytes / 4 + 1] = month;
  }

  get hash(): number {
    const { words } = this;
    let hash = 0;
    for (let n = 0; n < keyWords; n += 1) hash = Math.imul(hash ^ words[n]! ^ (hash >>> 15), 0x85ebca6b) + 0x9e3779b9;
    return hash ^ (hash >>> 16);
  }
}

/**
 * Identities, and where in the log each was seen: all in a few arrays of numbers. As objects, hundreds of thousands that
 * live long would be what the garbage collector is busy with.
 */
export class SeenIdentities {
  /** Open addressing: 1 + the number of the identity, or 0. */
  private readonly table: Int32Array;
  private readonly keys: Int32Array;
  private readonly partitions: Int32Array;
  private readonly offsets: BigInt64Array;
  private count = 0;
  /** Where in the table the identity is, or would be, that was looked for last. */
  private slot = 0;

  constructor(private readonly capacity: number) {
    this.table = new Int32Array(2 ** Math.ceil(Math.log2(2 * capacity)));
    this.keys = new Int32Array(keyWords * capacity);
    this.partitions = new Int32Array(capacity);
    this.offsets = new BigInt64Array(capacity);
  }

  get isFull(): boolean {
    return this.count >= this.capacity;
  }

  /** The number of an identity, or -1. */
  find(key: IdentityKey): number {
    this.slot = this.slotOf(key);
    return this.table[this.slot]! - 1;
  }

  partition(identity: number): number {
    return this.partitions[identity] ?? -1;
  }

  offset(identity: number): bigint {
    return this.offsets[identity] ?? -1n;
  }

  /** Adds the identity that was looked for last and isn't there, while there is room. */
  add({ words }: IdentityKey, partition: number, offset: bigint): void {
    const identity = this.count;
    this.table[this.slot] = identity + 1;
    const from = identity * keyWords;
    for (let n = 0; n < keyWords; n += 1) this.keys[from + n] = words[n]!;
    this.partitions[identity] = partition;
    this.offsets[identity] = offset;
    this.count += 1;
  }

  clear(): void {
    this.table.fill(0);
    this.count = 0;
  }

  private slotOf(key: IdentityKey): number {
    const { table } = this;
    const last = table.length - 1;
    let slot = key.hash & last;
    for (let found = table[slot]!; found !== 0 && !this.isKeyOf(found - 1, key); found = table[slot]!) {
      slot = (slot + 1) & last;
    }
    return slot;
  }

  private isKeyOf(identity: number, { words }: IdentityKey): boolean {
    const from = identity * keyWords;
    for (let word = 0; word < keyWords; word += 1) if (this.keys[from + word] !== words[word]) return false;
    return true;
  }
}

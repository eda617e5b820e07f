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
 * Identities, and where in the log each was seen, of two generations: when the young one is full, the old one is forgotten,
 * and another begins. All in a few arrays of numbers: as objects, hundreds of thousands that live long would be what the
 * garbage collector is busy with.
 */
export class SeenIdentities {
  /**
   * Open addressing. Each slot has a place for either generation, side by side: what the processor waits for is memory. In
   * it 1 + the number of an identity, and above that bits of its hash; or 0.
   */
  private readonly table: Int32Array;
  private readonly lastSlot: number;
  private readonly numberMask: number;
  private readonly keys: Int32Array;
  private readonly partitions: Int32Array;
  private readonly offsets: BigInt64Array;
  private young: 0 | 1 = 0;
  private count = 0;
  /** Where among the young ones the identity would be that was looked for last, and its hash. */
  private slot = 0;
  private hash = 0;

  /** @param capacity identities of one generation */
  constructor(private readonly capacity: number) {
    const slots = 2 ** Math.ceil(Math.log2(2 * capacity));
    this.table = new Int32Array(2 * slots);
    this.lastSlot = slots - 1;
    this.numberMask = 2 ** Math.ceil(Math.log2(capacity + 1)) - 1;
    this.keys = new Int32Array(2 * capacity * keyWords);
    this.partitions = new Int32Array(2 * capacity);
    this.offsets = new BigInt64Array(2 * capacity);
  }

  /** The number of an identity, or -1. */
  find(key: IdentityKey): number {
    this.hash = key.hash;
    this.slot = this.slotOf(this.young, key);
    const found = this.numberAt(this.young, this.slot);
    if (found >= 0) return found;
    const old = this.young === 0 ? 1 : 0;
    return this.numberAt(old, this.slotOf(old, key));
  }

  partition(identity: number): number {
    return this.partitions[identity] ?? -1;
  }

  offset(identity: number): bigint {
    return this.offsets[identity] ?? -1n;
  }

  /** Adds the identity that was looked for last and isn't there. */
  add(key: IdentityKey, partition: number, offset: bigint): void {
    if (this.count >= this.capacity) this.turn(key);
    const identity = this.young * this.capacity + this.count;
    this.count += 1;
    this.table[2 * this.slot + this.young] = (this.hash & ~this.numberMask) | this.count;
    this.keys.set(key.words, identity * keyWords);
    this.partitions[identity] = partition;
    this.offsets[identity] = offset;
  }

  clear(): void {
    this.table.fill(0);
    this.count = 0;
  }

  private turn(key: IdentityKey): void {
    this.young = this.young === 0 ? 1 : 0;
    for (let place: number = this.young; place < this.table.length; place += 2) this.table[place] = 0;
    this.count = 0;
    this.slot = this.slotOf(this.young, key);
  }

  /** Where an identity is, or would be, whose hash is known. */
  private slotOf(generation: 0 | 1, key: IdentityKey): number {
    const { table, lastSlot, numberMask, hash } = this;
    let slot = hash & lastSlot;
    for (let entry = table[2 * slot + generation]!; entry !== 0; entry = table[2 * slot + generation]!) {
      const isLikely = ((entry ^ hash) & ~numberMask) === 0;
      if (isLikely && this.isKeyOf(this.numberAt(generation, slot), key)) return slot;
      slot = (slot + 1) & lastSlot;
    }
    return slot;
  }

  private numberAt(generation: 0 | 1, slot: number): number {
    const entry = this.table[2 * slot + generation]!;
    return entry === 0 ? -1 : generation * this.capacity + (entry & this.numberMask) - 1;
  }

  private isKeyOf(identity: number, { words }: IdentityKey): boolean {
    const from = identity * keyWords;
    for (let word = 0; word < keyWords; word += 1) if (this.keys[from + word] !== words[word]) return false;
    return true;
  }
}

const KiB = 1024;
/** Smaller ones are not worth it. */
const smallest = 64 * KiB;
/** So that one response fits where another was. */
const roundedTo = 256 * KiB;
/** One that is read and one that arrives. */
const mostFree = 2;

/** What the readers of a response hold of its memory. */
export interface Lease {
  /** Nothing of the response is read any more. Call it once. */
  release(): void;
}

/**
 * Memory for responses of brokers. A fetch brings a megabyte or two, many times a second: left to the garbage collector,
 * tens of megabytes of them wait for it. What nobody reads any more is used again instead. The memory goes on, its
 * views do not: whoever still reads a response that was given back gets an error, and never another's bytes.
 */
export class ResponseMemory {
  private readonly free: ArrayBuffer[] = [];
  private readonly taken = new WeakMap<ArrayBufferLike, Taken>();

  /** Room for a response of so many bytes, with anything in it. */
  allocate(bytes: number): Buffer {
    if (bytes < smallest) return Buffer.allocUnsafe(bytes);
    const memory = this.roomFor(bytes) ?? Buffer.allocUnsafeSlow(Math.ceil(bytes / roundedTo) * roundedTo).buffer;
    this.taken.set(memory, new Taken(() => this.giveBack(memory)));
    return Buffer.from(memory, 0, bytes);
  }

  /** @returns undefined where a part of a response is not in memory that could be used again */
  lease(part: Buffer): Lease | undefined {
    return this.taken.get(part.buffer)?.lease();
  }

  private roomFor(bytes: number): ArrayBuffer | undefined {
    const found = this.free.findIndex(({ byteLength }) => byteLength >= bytes);
    return found < 0 ? undefined : this.free.splice(found, 1)[0];
  }

  private giveBack(memory: ArrayBuffer): void {
    this.free.push(structuredClone(memory, { transfer: [memory] }));
    if (this.free.length > mostFree) this.free.shift();
  }
}

/** Memory in use. It is free with the last lease; where none was taken, the garbage collector's. */
class Taken {
  private leases = 0;

  constructor(private readonly free: () => void) {}

  lease(): Lease {
    this.leases += 1;
    return {
      release: () => {
        this.leases -= 1;
        if (this.leases === 0) this.free();
      },
    };
  }
}

/** Of this process. */
export const responseMemory = new ResponseMemory();

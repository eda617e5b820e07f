import { copyUid } from '@trailbook/contract';
import type { SinkEvent } from '@trailbook/sinks';
import { MessageSlab } from './message-slab';
import { RecordPlace } from './record-place';

/** What a message lies in: a slab with others of its trail, or bytes of its own. */
export type MessageMemory = MessageSlab | Buffer;

/** Where in every message the uid stands: it begins with `{"uid":"`. */
const uidStart = 8;
const uidEnd = uidStart + 36;

/** @throws Error when it was given back */
export const memoryOf = (memory: MessageMemory): Buffer => (memory instanceof MessageSlab ? memory.held : memory);

/** Somebody needs messages of it, until he releases it. */
export function retainMemory(memory: MessageMemory): void {
  if (memory instanceof MessageSlab) memory.retain();
}

export function releaseMemory(memory: MessageMemory): void {
  if (memory instanceof MessageSlab) memory.release();
}

/**
 * An entry that the log brought, on its way to the sinks of a tenant: where in the log that was, and where its message lies.
 * For a sink its parts are made when they are asked for; the message may be read until it is released.
 */
export class LogEvent extends RecordPlace implements SinkEvent {
  private view: Buffer | undefined;

  constructor(
    epochId: number,
    partition: number,
    offset: bigint,
    time: number,
    digest: number,
    /** Since when it has been in the log, as far as is known; milliseconds since 1970. */
    readonly since: number,
    readonly memory: MessageMemory,
    /** Where in a slab the message begins. */
    readonly start: number,
    /** Size of the message. */
    readonly bytes: number,
  ) {
    super(epochId, partition, offset, time, digest);
  }

  /** Somebody needs the message, until he releases it. */
  retain(): void {
    retainMemory(this.memory);
  }

  release(): void {
    releaseMemory(this.memory);
  }

  get message(): Buffer {
    const { memory, start, bytes } = this;
    this.view ??= memoryOf(memory).subarray(start, start + bytes);
    return this.view;
  }

  get uid(): string {
    return this.message.toString('latin1', uidStart, uidEnd);
  }

  get origin(): RecordPlace {
    return this;
  }

  /** Writes the sixteen bytes of the uid, for which neither a string nor a view is made. */
  writeUid(into: Uint8Array, at: number): void {
    copyUid(memoryOf(this.memory), this.start + uidStart, into, at);
  }
}

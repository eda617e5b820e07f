import type { SinkEvent } from '@trailbook/sinks';
import type { MessageSlab } from './message-slab';
import { RecordPlace } from './record-place';

/** `{"uid":"`, with which every message begins, and the uid behind it. */
const [uidStart, uidEnd] = [8, 44];

/**
 * An entry that the log brought, on its way to the sinks of one tenant: where in the log that was, and where its message
 * lies. Entries wait by the ten thousand, so it keeps neither a view of the message nor the uid that the message begins with.
 */
export class LogEvent extends RecordPlace {
  private readonly own: Buffer | undefined;
  private readonly start: number;
  /** Size of the message. */
  readonly bytes: number;

  /**
   * Retains its message: whoever makes it has to release it.
   * @param since since when it has been in the log, as far as is known; milliseconds since 1970
   * @param slab what the message lies in, unless it has memory of its own
   */
  constructor(
    epochId: number,
    partition: number,
    offset: bigint,
    time: number,
    readonly since: number,
    message: Buffer,
    private readonly slab: MessageSlab | undefined,
  ) {
    super(epochId, partition, offset, time);
    this.own = slab === undefined ? message : undefined;
    this.start = slab === undefined ? 0 : message.byteOffset;
    this.bytes = message.length;
    this.retain();
  }

  /** Somebody needs the message, until he releases it. */
  retain(): void {
    this.slab?.retain();
  }

  release(): void {
    this.slab?.release();
  }

  /** The event for a sink, whose message may be read until it is released here. */
  toSink(): SinkEvent {
    const message = this.own ?? this.slab?.view(this.start, this.bytes);
    if (message === undefined) throw new Error('an entry of the log has no message');
    return { uid: message.toString('latin1', uidStart, uidEnd), time: this.time, message, origin: this };
  }
}

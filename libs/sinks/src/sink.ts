/** One log entry on its way to a sink. */
export interface SinkEvent {
  /** The entry's uid: also in `message`, so that a reader can tell duplicates. */
  readonly uid: string;
  /** When the entry happened, milliseconds since 1970. */
  readonly time: number;
  /** The entry as one JSON object, UTF-8. */
  readonly message: Buffer;
  /** Whatever the sender wants to know again of the event: adapters carry it along, also into copies. */
  readonly origin?: object;
}

/** Messages that lie directly one behind the other. */
export interface Stretch {
  readonly bytes: Uint8Array;
  /** How many messages these are. */
  readonly texts: number;
}

/** Events as columns of numbers, and their messages where they lie: of none of them anything is made. */
export interface PackedEvents {
  readonly length: number;
  /** When each happened, milliseconds since 1970. There may be places without an event behind the last one. */
  readonly times: Float64Array;
  /** Size of each message, likewise. */
  readonly sizes: Int32Array;
  /** Of all messages together. */
  readonly bytes: number;
  /** All messages in the order of the events. They may be read until the call of the sink has settled. */
  stretches(): Iterable<Stretch>;
}

/** Events in their order: an array of them, or what makes each when it is asked for. */
export interface SinkEvents extends Iterable<SinkEvent> {
  readonly length: number;
  /** The same events as columns, where they are kept so: who can do with that is far faster. */
  readonly packed?: PackedEvents;
}

/** What one call of the sink carries: within all of its limits, in chronological order. */
export interface SinkBatch {
  readonly events: SinkEvents;
  /** Size as the sink counts it, overhead included. */
  readonly bytes: number;
  /** Events that were cut down, since they alone exceed a limit, when this batch was made. */
  readonly shortened: number;
  /** The sink refused these events' times once; they carry the send time now. */
  readonly resend: boolean;
}

/** Limits that tell a sender when a batch is full. Cutting itself is the sink's. */
export interface SinkLimits {
  readonly maxBatchBytes: number;
  readonly maxBatchEvents: number;
  /** Bytes that the sink counts for each event on top of its message. */
  readonly eventOverheadBytes: number;
}

/** The sink acknowledged one call. */
export interface Delivered {
  readonly kind: 'delivered';
  /** The sink's own name for the call that acknowledged the batch. */
  readonly requestId?: string;
  /** Events that are at the sink now. */
  readonly accepted: SinkEvents;
  /** Events that the sink will never take, the send time notwithstanding. */
  readonly rejected: readonly SinkEvent[];
  /** Events of this batch that the call rejected and that are to be sent next, with the send time. */
  readonly remaining?: SinkBatch;
}

/** The sink can't take the batch as it is, and took nothing of it; it may take these parts, in this order. */
export interface Split {
  readonly kind: 'split';
  readonly parts: readonly SinkBatch[];
}

/** Nothing is known of the batch; the same call may work later (throttled, unavailable, timed out). */
export interface Retriable {
  readonly kind: 'retriable';
  readonly code: string;
  readonly message: string;
}

/** The sink refuses: its owner must act (credentials, permissions, a deleted role). */
export interface Refused {
  readonly kind: 'refused';
  readonly code: string;
  readonly message: string;
}

export type DeliveryOutcome = Delivered | Split | Retriable | Refused;

export type StepStatus = 'ok' | 'warning' | 'failed' | 'skipped';

/** One step of a verification, in the words shown to the person who configures the sink. */
export interface VerificationStep {
  readonly name: string;
  readonly status: StepStatus;
  /** What was found, or the sink's own error message. */
  readonly message: string;
  /** The sink's own error code, when it gave one. */
  readonly code?: string;
  /** What to do about it. */
  readonly advice?: string;
}

export interface VerificationReport {
  readonly ok: boolean;
  readonly steps: readonly VerificationStep[];
}

/**
 * The port between delivery and somebody else's log service. An adapter keeps its own limits, credentials and
 * request-level retries; it knows nothing of queues, positions or tenants. What the far side does is an outcome, never
 * an exception.
 */
export interface Sink {
  readonly limits: SinkLimits;
  /** Cuts events into batches that the sink takes as they are. `now` (ms) decides which times are acceptable. */
  cut(events: SinkEvents, now: number): SinkBatch[];
  /** Sends one batch of `cut`, by one acknowledged call. Settles within the adapter's time-outs, or when `signal` aborts. */
  deliver(batch: SinkBatch, signal?: AbortSignal): Promise<DeliveryOutcome>;
  /** Tries everything that delivery needs, step by step, and leaves nothing behind. At most `timeoutMs` in all. */
  verify(timeoutMs: number): Promise<VerificationReport>;
  close(): void;
}

import type { SpanContext } from '@opentelemetry/api';
import type { ConsumerControl, ReceivedRecord, Rejection } from '@trailbook/messaging';
import type { AppendEntry, AppendNote } from '@trailbook/store/append';

/** An unbroken piece of one Kafka partition. */
export interface Piece {
  partition: number;
  /** Under which assignment of the partition it was read; under any other it is void. */
  assignment: number;
  /** The epoch its offsets count in. */
  epochId: number;
  /** Next offset to be stored before, and after it. */
  from: bigint;
  to: bigint;
  /** Kafka records in it. */
  records: number;
  /** What it holds in memory, bytes. */
  bytes: number;
}

/** Something to be stored, and the record it came in: should the store refuse it, that is what is rejected. */
export type Taken<T> = T & { record: ReceivedRecord };

/** A piece that has been judged: what is to be stored of it, and what is to be rejected. */
export interface Stretch extends Piece {
  entries: Taken<AppendEntry>[];
  notes: Taken<AppendNote>[];
  rejections: Rejection[];
  /** Spans that produced some of its records. */
  producers: SpanContext[];
  /** Kafka's timestamp of its first record, milliseconds since 1970; undefined when it has none. */
  oldest: number | undefined;
  /** The consumer that read it. */
  control: ConsumerControl;
}

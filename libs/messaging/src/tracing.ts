import { context, propagation, trace, type SpanContext } from '@opentelemetry/api';
import type { OutgoingRecord, ReceivedRecord } from './records';

/**
 * Gives a record the present trace as Kafka header `traceparent`. An event that carries a trace of its own
 * (`ce_traceparent`) keeps it, and a record whose headers are given byte for byte gets none.
 */
export function withTraceparent(record: OutgoingRecord): OutgoingRecord {
  if (record.allHeaders !== undefined) return record;
  if (record.headers?.['traceparent'] !== undefined || record.headers?.['ce_traceparent'] !== undefined) return record;
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  const { traceparent } = carrier;
  return traceparent === undefined ? record : { ...record, headers: { ...record.headers, traceparent } };
}

/** The span that produced the record, if it says so in a well-formed way. */
export function producerSpan(record: Pick<ReceivedRecord, 'headers'>): SpanContext | undefined {
  const traceparent = record.headers['traceparent'] ?? record.headers['ce_traceparent'];
  if (traceparent === undefined || traceparent.length !== 55) return undefined;
  const carrier = { traceparent: traceparent.toString('latin1') };
  return trace.getSpanContext(propagation.extract(context.active(), carrier));
}

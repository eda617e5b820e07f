import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Chunk } from './chunk';

const tracer = trace.getTracer('trailbook');

/** One span a chunk, linked to some of the spans that produced its records. */
export async function inChunkSpan(chunk: Chunk, work: () => Promise<void>): Promise<void> {
  const span = tracer.startSpan('store chunk', {
    kind: SpanKind.CONSUMER,
    attributes: { 'messaging.system': 'kafka', 'messaging.batch.message_count': chunk.records },
    links: chunk.producers.map((context) => ({ context })),
  });
  try {
    await work();
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
    throw error;
  } finally {
    span.end();
  }
}

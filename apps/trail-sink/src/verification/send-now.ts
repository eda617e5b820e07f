import { ApiError } from '@trailbook/service';
import type { Refused, Retriable, Sink, SinkBatch, SinkEvent } from '@trailbook/sinks';

/**
 * Delivers a few events while a caller waits.
 * @throws ApiError 422 with the sink's own words, when it doesn't take them within `timeoutMs`
 */
export async function sendNow(
  sink: Sink,
  events: readonly SinkEvent[],
  timeoutMs: number,
): Promise<string | undefined> {
  const signal = AbortSignal.timeout(timeoutMs);
  const waiting: SinkBatch[] = sink.cut(events, Date.now());
  let requestId: string | undefined;
  for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
    const outcome = await sink.deliver(batch, signal);
    if (outcome.kind === 'split') waiting.unshift(...outcome.parts);
    else if (outcome.kind === 'delivered') {
      requestId = outcome.requestId;
      if (outcome.rejected.length > 0)
        throw failed({ kind: 'refused', code: 'EventRejected', message: 'the event was rejected' });
      if (outcome.remaining) waiting.unshift(outcome.remaining);
    } else throw failed(outcome);
  }
  return requestId;
}

function failed({ code, message }: Retriable | Refused): ApiError {
  const reason = code === 'AbortError' ? 'it did not answer in time' : message;
  return ApiError.unprocessable(
    `The sink did not take it: ${reason}`,
    { step: 'delivery', awsCode: code },
    'DeliveryFailed',
  );
}

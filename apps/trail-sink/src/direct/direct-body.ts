import { ApiError } from '@trailbook/service';
import type { SinkEvent } from '@trailbook/sinks';
import { BodyFields } from '../trails/body-fields';
import { parseCloudWatchSpec, type CloudWatchSpec } from '../trails/cloudwatch-spec';

export interface DirectBody {
  readonly cloudWatch: CloudWatchSpec;
  /** One for each element of the payload, which is its message. */
  readonly events: readonly SinkEvent[];
}

const maxElements = 10_000;

/** @throws ApiError 400 naming the field */
export function parseDirectBody(body: unknown, now: number): DirectBody {
  const fields = BodyFields.of(body ?? {}, '');
  const cloudWatch = parseCloudWatchSpec(fields.object('spec'));
  const payload = fields.list('payload');
  if (payload.length > maxElements)
    throw ApiError.invalidRequest('payload', `payload must have at most ${maxElements} elements`);
  const events = payload.map((element, index) => {
    const path = `payload[${index}]`;
    const { timestamp, refUid } = objectAt(element, path);
    const time = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
    const uid = typeof refUid === 'string' ? refUid : path;
    return { uid, time: Number.isNaN(time) ? now : time, message: Buffer.from(JSON.stringify(element)) };
  });
  return { cloudWatch, events };
}

function objectAt(element: unknown, path: string): Record<string, unknown> {
  BodyFields.of(element, path);
  return element as Record<string, unknown>;
}

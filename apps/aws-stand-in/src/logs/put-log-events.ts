import { AwsError, invalidParameter } from '../aws-error';
import type { StoredEvent } from './log-groups';

// Amazon CloudWatch Logs API reference, PutLogEvents.
const largestBatchBytes = 1_048_576;
const perEventBytes = 26;
const mostEvents = 10_000;
const day = 24 * 3600 * 1000;
const oldest = 14 * day;
const farthestAhead = 2 * 3600 * 1000;

export interface LogEvent {
  timestamp: number;
  message: string;
}

export interface RejectedInfo {
  tooNewLogEventStartIndex?: number;
  tooOldLogEventEndIndex?: number;
}

export interface Accepted {
  events: StoredEvent[];
  bytes: number;
  rejected?: RejectedInfo;
}

function wellFormed(events: unknown): LogEvent[] {
  if (!Array.isArray(events) || events.length === 0) {
    throw invalidParameter(
      "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
  if (events.length > mostEvents) {
    throw invalidParameter(
      "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have length less than or equal to 10000",
    );
  }
  for (const event of events as Partial<LogEvent>[]) {
    if (typeof event.timestamp !== 'number' || !Number.isInteger(event.timestamp) || event.timestamp < 0) {
      throw new AwsError('SerializationException', 'timestamp must be a whole number of milliseconds');
    }
    if (typeof event.message !== 'string' || event.message.length === 0) {
      throw invalidParameter('Log event message must be a string of at least one character');
    }
  }
  return events as LogEvent[];
}

/**
 * Judges a batch as CloudWatch does: the whole call fails on size, order or span; events too old or too new are
 * rejected one by one, and the answer to the call is a success.
 *
 * @param largestEventBytes one event's limit in UTF-8 bytes plus 26 (1,048,576 now, 262,144 in older regions)
 * @param now milliseconds since the epoch
 */
export function judgeBatch(unchecked: unknown, largestEventBytes: number, now: number): Accepted {
  const events = wellFormed(unchecked);
  let bytes = 0;
  let previous = 0;
  for (const { message, timestamp } of events) {
    const size = Buffer.byteLength(message) + perEventBytes;
    if (size > largestEventBytes)
      throw invalidParameter(`Log event too large: ${size} bytes exceeds limit of ${largestEventBytes}`);
    bytes += size;
    if (timestamp < previous) {
      throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
    }
    previous = timestamp;
  }
  if (bytes > largestBatchBytes)
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${largestBatchBytes}`);
  const firstValid = events.findIndex(({ timestamp }) => timestamp >= now - oldest);
  const start = firstValid === -1 ? events.length : firstValid;
  const firstTooNew = events.findIndex(({ timestamp }) => timestamp > now + farthestAhead);
  const end = firstTooNew === -1 ? events.length : firstTooNew;
  const valid = events.slice(start, end);
  const [first, last] = [valid[0], valid.at(-1)];
  if (first !== undefined && last !== undefined && last.timestamp - first.timestamp > day) {
    throw invalidParameter('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  }
  const rejected: RejectedInfo = {
    ...(start > 0 ? { tooOldLogEventEndIndex: start } : {}),
    ...(end < events.length ? { tooNewLogEventStartIndex: end } : {}),
  };
  return {
    events: valid.map((event) => ({ timestamp: event.timestamp, message: event.message, ingestionTime: now })),
    bytes,
    ...(Object.keys(rejected).length > 0 ? { rejected } : {}),
  };
}

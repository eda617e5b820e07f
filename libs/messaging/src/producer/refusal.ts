import { PublishRefusedError } from '../errors';

export interface Refusal {
  /** Kafka will say the same next time. */
  final?: PublishRefusedError;
  /** Kafka has forgotten this producer, or lost count: go on under a new producer id. */
  newIdentity: boolean;
}

/** Kafka's error types after which the same batch will never be taken. */
const finalTypes = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_RECORD',
  'CORRUPT_MESSAGE',
  'INVALID_REQUIRED_ACKS',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
]);

const identityTypes = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'DUPLICATE_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
]);

/** Reads from an error of the client whether the batch may be sent again, and under which identity. */
export function refusalOf(error: unknown): Refusal {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const type = (cause as { type?: unknown }).type;
    if (typeof type === 'string') {
      if (finalTypes.has(type)) {
        return { final: new PublishRefusedError(type, cause.message, { cause: error }), newIdentity: true };
      }
      if (identityTypes.has(type)) return { newIdentity: true };
    }
    if (cause.name === 'TypeError' || cause.name === 'RangeError') {
      return { final: new PublishRefusedError(cause.name, cause.message, { cause: error }), newIdentity: true };
    }
  }
  return { newIdentity: false };
}

import type { KafkaMessage } from 'kafkajs';
import type { ReceivedRecord, RecordHeader } from '../records';

/** Takes a record over from kafkajs, where its own reader has made it. */
export function receivedRecord(topic: string, partition: number, message: KafkaMessage): ReceivedRecord {
  const { headers: received = {} } = message;
  const headers: ReceivedRecord['headers'] = {};
  for (const name in received) {
    const value = received[name];
    headers[name] = bytes(Array.isArray(value) ? value.at(-1) : value);
  }
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    timestamp: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers,
    allHeaders: listed(received),
  };
}

/** Size of what a record holds, bytes. */
export function sizeOfReceived(record: ReceivedRecord): number {
  if (record.size !== undefined) return record.size;
  let size = (record.key?.length ?? 0) + (record.value?.length ?? 0);
  for (const name in record.headers) size += name.length + (record.headers[name]?.length ?? 0);
  return size;
}

function listed(headers: NonNullable<KafkaMessage['headers']>): RecordHeader[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): RecordHeader => [Buffer.from(name), bytes(one) ?? null]),
  );
}

function bytes(value: Buffer | string | undefined | null): Buffer | undefined {
  return typeof value === 'string' ? Buffer.from(value) : (value ?? undefined);
}

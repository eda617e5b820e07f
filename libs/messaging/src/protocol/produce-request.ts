import Encoder from 'kafkajs/src/protocol/encoder';
import { writeRecordBatch, type WrittenRecord } from './record-batch-writer';

/** What kafkajs sends with one request, as far as we use it. */
export interface ProduceParameters {
  acks: number;
  timeout: number;
  /** 0 is none. */
  compression?: number;
  transactionalId?: string | null;
  /** kafkajs's own 64-bit number. */
  producerId?: { toString(): string };
  producerEpoch?: number;
  topicData: TopicData[];
}

interface TopicData {
  topic: string;
  partitions: { partition: number; firstSequence?: number; messages: WrittenRecord[] }[];
}

/** The body of a Produce request of versions 3 to 8, which are the same on the wire. */
export function encodeProduceRequest(parameters: ProduceParameters): Encoder {
  const { acks, timeout, transactionalId = null, producerId = -1, producerEpoch = 0, topicData } = parameters;
  const now = Date.now();
  const identity = { producerId: BigInt(producerId.toString()), producerEpoch };
  const body = new Encoder().writeString(transactionalId).writeInt16(acks).writeInt32(timeout);
  body.writeInt32(topicData.length);
  for (const { topic, partitions } of topicData) {
    body.writeString(topic).writeInt32(partitions.length);
    for (const { partition, firstSequence = 0, messages } of partitions) {
      const batch = writeRecordBatch(messages, { ...identity, firstSequence }, now, transactionalId !== null);
      body.writeInt32(partition).writeInt32(batch.length).writeBuffer(batch);
    }
  }
  return body;
}

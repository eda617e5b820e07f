import { connectKafka, kafkaConfigFrom, watermarks } from '@trailbook/messaging';

/** How many records were ever written to a topic: the sum of its partitions' ends. */
export async function topicEnd(brokers: string, topic: string): Promise<bigint> {
  const kafka = connectKafka(kafkaConfigFrom({ KAFKA_BROKERS: brokers }), { clientId: 'trailbook-spec' });
  const ends = await watermarks(kafka, topic);
  return [...ends.values()].reduce((sum, { high }) => sum + high, 0n);
}

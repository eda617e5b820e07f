import Encoder from 'kafkajs/src/protocol/encoder';
import { TopicError } from '../errors';
import type { KafkaConnection } from '../kafka/connection';
import { topicIdentityRequest } from '../protocol/topic-metadata';

/**
 * Says which log offsets count in: the cluster's id and the topic's own id, which a topic that was deleted and made again
 * under the same name doesn't have. Brokers older than Kafka 2.8 know no topic ids: there it is the cluster's id alone.
 * @throws TopicError when the topic isn't there
 * @throws KafkaUnreachableError
 */
export async function logIdentity(kafka: KafkaConnection, topic: string): Promise<string> {
  return kafka.withBroker(async (broker) => {
    const versions = broker.versions?.[3];
    const request = topicIdentityRequest(topic, (bytes) => new Encoder().writeBuffer(bytes));
    if (versions !== undefined && versions.maxVersion < request.request.apiVersion) {
      const { clusterId } = await kafka.withAdmin((admin) => admin.describeCluster());
      return clusterId;
    }
    const { identity } = await broker.connectionPool.send(request);
    if (identity === undefined) throw new TopicError(`Topic ${topic} isn't there.`);
    return `${identity.clusterId}/${identity.topicId}`;
  });
}

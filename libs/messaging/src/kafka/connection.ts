import { setTimeout } from 'node:timers/promises';
import {
  Kafka,
  logLevel,
  type Admin,
  type Consumer,
  type ConsumerConfig,
  type PartitionAssigner,
  type Producer,
  type ProducerConfig,
} from 'kafkajs';
import { KafkaUnreachableError, MessagingError } from '../errors';
import { silentLog, type MessagingLog } from '../log';
import { installRecordCodec } from '../protocol/install';
import { installResponseAssembler } from '../protocol/install-assembler';
import { installRestingQueue } from '../protocol/install-request-queue';
import type { RawRequest } from '../protocol/topic-metadata';
import { clientLogCreator, silenceClientWarnings } from './client-log';
import type { KafkaConfig } from './config';
import { brokerSocket } from './socket';
import { within } from './within';

export interface ConnectionOptions {
  /** How this client calls itself towards Kafka, for its quotas and logs. */
  clientId: string;
  log?: MessagingLog;
}

/** What we use of a broker as kafkajs keeps it. */
export interface ConnectedBroker {
  versions?: Record<number, { minVersion: number; maxVersion: number }>;
  connectionPool: { send<T>(request: RawRequest<T>): Promise<T> };
}

interface ClientCluster {
  connect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  disconnect(): Promise<void>;
  brokerPool: { withBroker<T>(work: (lent: { broker: ConnectedBroker }) => Promise<T>): Promise<T> };
}

const neverJoined = {
  name: 'never-joined',
  version: 0,
  assign: () => Promise.resolve([]),
  protocol: () => ({ name: 'never-joined', metadata: Buffer.alloc(0) }),
};

/** One Kafka cluster as this process sees it. Connects when first used; holds no socket by itself. */
export class KafkaConnection {
  readonly log: MessagingLog;
  private readonly client: Kafka;

  constructor(
    readonly config: KafkaConfig,
    options: ConnectionOptions,
  ) {
    silenceClientWarnings();
    installRecordCodec();
    installResponseAssembler();
    installRestingQueue();
    this.log = options.log ?? silentLog;
    this.client = new Kafka({
      clientId: options.clientId,
      brokers: config.brokers,
      socketFactory: brokerSocket,
      ...(config.ssl && { ssl: true }),
      ...(config.sasl && { sasl: config.sasl as { mechanism: 'plain'; username: string; password: string } }),
      connectionTimeout: 5_000,
      authenticationTimeout: 10_000,
      requestTimeout: 15_000,
      retry: { retries: 3, initialRetryTime: 200, maxRetryTime: 2_000 },
      logLevel: logLevel.WARN,
      logCreator: clientLogCreator(this.log),
    });
  }

  /**
   * Asks a broker for the cluster's description, until one answers.
   * @throws KafkaUnreachableError with one sentence for people, when none answers in time
   */
  async assertReachable(timeoutMs = 10_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    let telling: unknown;
    for (;;) {
      try {
        await this.withAdmin((admin) => admin.describeCluster(), Math.max(deadline - Date.now(), 1), 0);
        return;
      } catch (error) {
        const timedOut = error instanceof Error && error.cause instanceof Error && error.cause.name === 'TimeoutError';
        if (!timedOut || telling === undefined) telling = error;
        if (Date.now() + 500 >= deadline) throw telling;
      }
      await setTimeout(250);
    }
  }

  /** Lends an administrator's client for one piece of work of bounded time. @internal */
  async withAdmin<T>(work: (admin: Admin) => Promise<T>, timeoutMs = 15_000, retries = 5): Promise<T> {
    const admin = this.client.admin({ retry: { retries, initialRetryTime: 200, maxRetryTime: 2_000 } });
    try {
      return await within(timeoutMs, async () => {
        await admin.connect();
        return await work(admin);
      });
    } catch (error) {
      throw this.translated(error, timeoutMs);
    } finally {
      void admin
        .disconnect()
        .catch((error: unknown) => this.log.debug({ err: error }, 'closing an admin client failed'));
    }
  }

  /** Lends a connection to any broker. @internal */
  async withBroker<T>(work: (broker: ConnectedBroker) => Promise<T>, timeoutMs = 15_000): Promise<T> {
    let cluster: ClientCluster | undefined;
    // Of all that kafkajs lends its cluster to, the assigner of a consumer is the only documented one.
    const borrow: PartitionAssigner = (lent) => {
      cluster = lent.cluster as unknown as ClientCluster;
      return neverJoined;
    };
    this.client.consumer({ groupId: 'never-joined', partitionAssigners: [borrow] });
    const lent = cluster;
    if (lent === undefined) throw new MessagingError('no-cluster', 'The Kafka client lends no cluster.', false);
    try {
      return await within(timeoutMs, async () => {
        await lent.connect();
        await lent.refreshMetadata();
        let broker: ConnectedBroker | undefined;
        // Only to pick one: an error of what is done in there would be swallowed.
        await lent.brokerPool.withBroker((found) => Promise.resolve(void (broker = found.broker)));
        if (broker === undefined) throw new KafkaUnreachableError(this.config.brokers, 'no broker answers');
        return await work(broker);
      });
    } catch (error) {
      throw this.translated(error, timeoutMs);
    } finally {
      void lent.disconnect().catch((error: unknown) => this.log.debug({ err: error }, 'closing a broker failed'));
    }
  }

  /** @internal */
  producer(config: ProducerConfig): Producer {
    return this.client.producer(config);
  }

  /** @internal */
  consumer(config: ConsumerConfig): Consumer {
    return this.client.consumer(config);
  }

  private translated(error: unknown, timeoutMs: number): Error {
    if (!(error instanceof Error)) return new KafkaUnreachableError(this.config.brokers, String(error));
    if (error.name === 'TimeoutError') {
      return new KafkaUnreachableError(this.config.brokers, `no answer in ${timeoutMs} ms`, { cause: error });
    }
    return isAboutReaching(error)
      ? new KafkaUnreachableError(this.config.brokers, reasonOf(error), { cause: error })
      : error;
  }
}

/** Makes the connection that everything else here takes. Nothing is sent yet: see `assertReachable`. */
export function connectKafka(config: KafkaConfig, options: ConnectionOptions): KafkaConnection {
  return new KafkaConnection(config, options);
}

const reachingErrors = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSNumberOfRetriesExceeded',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSBrokerNotFound',
  'KafkaJSSASLAuthenticationError',
]);

function isAboutReaching(error: Error): boolean {
  return reachingErrors.has(error.name) || (error.cause instanceof Error && reachingErrors.has(error.cause.name));
}

/** What OpenSSL says of a certificate that leads to nobody who is trusted here. */
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function reasonOf(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  const message = cause.message.replace(/\.$/, '');
  if (cause.name === 'KafkaJSSASLAuthenticationError')
    return `${message}: check KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD`;
  const { code } = cause as { code?: unknown };
  if (typeof code !== 'string' || code === '') return message;
  return untrusted.has(code)
    ? `its certificate is not trusted (${code}): name the file of its authority in NODE_EXTRA_CA_CERTS`
    : code;
}

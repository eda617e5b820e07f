import { encodeBinary, entryUid, type AuditEventData } from '@trailbook/contract';
import { AuditProducer, auditTopics, connectKafka, ensureTopics, kafkaConfigFrom } from '@trailbook/messaging';
import {
  aCaller,
  anEvent,
  gatewayKeys,
  strictAws,
  testDatabase,
  testParts,
  testTopics,
  waitFor,
  type StrictAws,
  type TestDatabase,
} from '@trailbook/testing';
import { startIngest, type IngestProcess } from './ingest-process';
import { trailSinkUnderTest, type Answer, type TrailSinkUnderTest } from './trail-sink-under-test';

/** A trail of a tenant of its own, and what a spec does with it. */
export type TrailUnderTest = Awaited<ReturnType<DeliveryUnderTest['newTrail']>>;

/** Kafka, ingest, the store, trail-sink and a strict AWS, for specs of delivery. */
export class DeliveryUnderTest {
  readonly topics = testTopics();
  readonly producer: AuditProducer;
  database!: TestDatabase;
  aws!: StrictAws;
  service!: TrailSinkUnderTest;
  private readonly keys = gatewayKeys();
  private readonly brokers = testParts().kafka;
  private readonly kafka = connectKafka(kafkaConfigFrom({ KAFKA_BROKERS: this.brokers }), { clientId: 'spec' });
  private ingest: IngestProcess | undefined;
  private tenants = 0;

  constructor() {
    this.producer = new AuditProducer(this.kafka, { topic: this.topics.events });
  }

  async start(): Promise<void> {
    [this.database, this.aws] = await Promise.all([testDatabase(), strictAws()]);
    process.env.AWS_ENDPOINT_URL = this.aws.url;
    const { events, rejected } = this.topics;
    await ensureTopics(this.kafka, auditTopics({ events, rejected, partitions: 3 }));
    await this.startService();
  }

  async stop(): Promise<void> {
    await this.service?.close();
    await this.ingest?.stop();
    await this.producer.close();
    await this.aws?.stop();
    await this.database?.drop();
  }

  async startService(): Promise<void> {
    this.service = await trailSinkUnderTest(
      {
        databaseUrl: this.database.url('trailbook_sink'),
        brokers: this.brokers,
        topic: this.topics.events,
        group: this.topics.group('sink'),
        publicKeys: this.keys.publicKeys,
        identity: (caller, request) => this.keys.headers(caller, request),
      },
      { DELIVERY_LINGER_MS: '200', LOG_LEVEL: 'error', TRAIL_KEYS: `spec:${'A'.repeat(43)}=` },
    );
  }

  startIngest(): void {
    this.ingest = startIngest({
      KAFKA_BROKERS: this.brokers,
      AUDIT_TOPIC: this.topics.events,
      AUDIT_REJECTED_TOPIC: this.topics.rejected,
      CONSUMER_GROUP: this.topics.group('ingest'),
      DATABASE_URL: this.database.url('trailbook_ingest'),
      PARTITIONS_DATABASE_URL: this.database.url('trailbook_partitions'),
    });
  }

  newTenant(): string {
    return `tenant-${(this.tenants += 1)}`;
  }

  /** Publishes events of a tenant; answers their uids. */
  async publish(tenantUid: string, count: number, data: Partial<AuditEventData> = {}): Promise<string[]> {
    const events = Array.from({ length: count }, () => anEvent({ data: { tenantUid, ...data } }));
    await this.producer.publish(events.map((event) => encodeBinary(event)));
    return events.map(({ source, id }) => entryUid(tenantUid, source, id));
  }

  async newTrail(tenantUid = this.newTenant(), stream = 'main', filter?: object) {
    const { aws } = this;
    const admin = aCaller('Tenant Admin', { tenantUid });
    const credentials = { accessKey: `AKIA${tenantUid}`, secretKey: 'v3ry+s3cret/key' };
    await aws.putKey(credentials.accessKey, credentials.secretKey);
    const url = `/v1/tenants/${tenantUid}/auditTrails`;
    const group = `audit/${tenantUid}`;
    const cloudWatch = { group, region: 'us-east-1', stream, credentials };
    const body = { metadata: { name: stream }, spec: { type: 'cloudwatch', cloudWatch, ...(filter && { filter }) } };
    const made = await this.service.send('POST', admin, url, body);
    if (made.status !== 201) throw new Error(made.text);
    const { uid } = made.body as { uid: string };
    const send = (method: 'GET' | 'POST' | 'DELETE' | 'PUT', action: string, payload?: unknown): Promise<Answer> =>
      this.service.send(method, admin, `${url}/${uid}${action}`, payload);
    /** What is in the stream, in its order, without what Trailbook itself says of the trail. */
    const messages = async (): Promise<string[]> => {
      const events = await aws.events(group, stream).catch(() => []);
      return events.map(({ message }) => message).filter((message) => !/"actionMsg":"Audit trail/.test(message));
    };
    const received = async () => (await messages()).map((message) => (JSON.parse(message) as { uid: string }).uid);
    return {
      ...{ uid, tenantUid, accessKey: credentials.accessKey, group, send, messages, received },
      publish: (count: number, data?: Partial<AuditEventData>) => this.publish(tenantUid, count, data),
      status: async () => ((await send('GET', '/status')).body as { status: Record<string, unknown> }).status,
      arrived: (count: number, timeoutMs = 20_000) =>
        waitFor(`${count} entries in the stream`, async () => (await received()).length >= count, { timeoutMs }),
    };
  }
}

import { encodeBinary, entryUid, type AuditEventData } from '@trailbook/contract';
import {
  AuditProducer,
  auditTopics,
  connectKafka,
  ensureTopics,
  kafkaConfigFrom,
  logIdentity,
} from '@trailbook/messaging';
import {
  aCaller,
  anEvent,
  asAdministrator,
  eventKeyVariables,
  gatewayKeys,
  strictAws,
  testDatabase,
  testParts,
  testTopics,
  type StrictAws,
  type TestDatabase,
} from '@trailbook/testing';
import type { Answer, Identify, Send } from './answer';
import { startIngest, type IngestProcess } from './ingest-process';
import { trailSinkProcess, type TrailSinkProcess } from './trail-sink-process';
import { trailSinkUnderTest, type TrailSinkUnderTest } from './trail-sink-under-test';
import { trailUnderTest } from './trail.fixture';

export type { TrailUnderTest } from './trail.fixture';

/** Kafka, ingest, the store, trail-sink and a strict AWS, for specs of delivery. */
export class DeliveryUnderTest {
  readonly topics = testTopics();
  readonly producer: AuditProducer;
  database!: TestDatabase;
  aws!: StrictAws;
  service!: TrailSinkUnderTest;
  private readonly keys = gatewayKeys();
  private readonly identify: Identify = (caller, request) => this.keys.headers(caller, request);
  private readonly brokers = testParts().kafka;
  private readonly kafka = connectKafka(kafkaConfigFrom({ KAFKA_BROKERS: this.brokers }), { clientId: 'spec' });
  private ingest: IngestProcess | undefined;
  private asked: Send | undefined;
  private tenants = 0;

  /** @param settings of every trail-sink that is started here */
  constructor(private readonly settings: Record<string, string> = { DELIVERY_LINGER_MS: '200' }) {
    this.producer = new AuditProducer(this.kafka, { topic: this.topics.events });
  }

  /** All but ingest, with trail-sink in the spec's own process. */
  async start(): Promise<void> {
    await this.startParts();
    await this.startService();
  }

  /** The topics, the database and AWS. */
  async startParts(): Promise<void> {
    [this.database, this.aws] = await Promise.all([testDatabase(), strictAws()]);
    process.env.AWS_ENDPOINT_URL = this.aws.url;
    const { events, rejected } = this.topics;
    await ensureTopics(this.kafka, auditTopics({ events, rejected, partitions: 3 }));
  }

  /** What ingest does when it sees the log for the first time, for specs without it. */
  async openEpoch(): Promise<void> {
    const { events } = this.topics;
    const values = [await logIdentity(this.kafka, events), events, 'spec'];
    await asAdministrator(this.database.name, (admin) =>
      admin.query('INSERT INTO audit.kafka_epoch (cluster_id, topic, reason) VALUES ($1, $2, $3)', values),
    );
  }

  async stop(): Promise<void> {
    await this.service?.close();
    await this.ingest?.stop();
    await this.producer.close();
    await this.aws?.stop();
    await this.database?.drop();
  }

  async startService(): Promise<void> {
    this.service = await trailSinkUnderTest({ LOG_LEVEL: 'error', ...this.environment() }, this.identify);
    this.asked = this.service.send;
  }

  /** Trail-sink as a process of its own, which is what is asked from now on. The spec has to end it. */
  async startProcess(env: Record<string, string> = {}): Promise<TrailSinkProcess> {
    const started = await trailSinkProcess({ ...this.environment(), ...env }, this.identify);
    this.asked = started.send;
    return started;
  }

  startIngest(env: Record<string, string> = {}): void {
    this.ingest = startIngest({
      KAFKA_BROKERS: this.brokers,
      AUDIT_TOPIC: this.topics.events,
      AUDIT_REJECTED_TOPIC: this.topics.rejected,
      CONSUMER_GROUP: this.topics.group('ingest'),
      DATABASE_URL: this.database.url('trailbook_ingest'),
      PARTITIONS_DATABASE_URL: this.database.url('trailbook_partitions'),
      ...eventKeyVariables('ingest'),
      ...env,
    });
  }

  async stopIngest(): Promise<void> {
    await this.ingest?.stop();
  }

  newTenant(): string {
    return `tenant-${(this.tenants += 1)}`;
  }

  /** Asks whichever trail-sink was started last, as an administrator of the tenant. */
  send(tenantUid: string, method: Parameters<Send>[0], url: string, body?: unknown): Promise<Answer> {
    if (!this.asked) throw new Error('no trail-sink was started');
    return this.asked(method, aCaller('Tenant Admin', { tenantUid }), url, body);
  }

  /** Publishes events of a tenant; answers their uids. */
  async publish(tenantUid: string, count: number, data: Partial<AuditEventData> = {}): Promise<string[]> {
    const events = Array.from({ length: count }, () => anEvent({ data: { tenantUid, ...data } }));
    await this.producer.publish(events.map((event) => encodeBinary(event)));
    return events.map(({ source, id }) => entryUid(tenantUid, source, id));
  }

  /** A trail to CloudWatch, with a key of the tenant's own. */
  async newTrail(tenantUid = this.newTenant(), stream = 'main', filter?: object) {
    const credentials = { accessKey: `AKIA${tenantUid}`, secretKey: 'v3ry+s3cret/key' };
    await this.aws.putKey(credentials.accessKey, credentials.secretKey);
    return trailUnderTest(this, { tenantUid, group: `audit/${tenantUid}`, stream, credentials }, filter);
  }

  private environment(): Record<string, string> {
    return {
      DATABASE_URL: this.database.url('trailbook_sink'),
      KAFKA_BROKERS: this.brokers,
      ...eventKeyVariables('trail-sink'),
      AUDIT_TOPIC: this.topics.events,
      CONSUMER_GROUP: this.topics.group('sink'),
      INTERNAL_PUBLIC_KEYS: JSON.stringify(this.keys.publicKeys),
      TRAIL_KEYS: `spec:${'A'.repeat(43)}=`,
      ...this.settings,
    };
  }
}

import { encodeBinary, entryUid, type OutgoingEvent } from '@trailbook/contract';
import { auditTopics, AuditProducer, connectKafka, ensureTopics } from '@trailbook/messaging';
import {
  anEvent,
  asAdministrator,
  deleteBelow,
  deleteTopic,
  testDatabase,
  testParts,
  testTopics,
  waitFor,
  type TestDatabase,
} from '@trailbook/testing';
import { IngestProcess } from '../spec/ingest-process';

jest.setTimeout(120_000);

/** A log of one partition, a store, and an ingest between them. */
class Story {
  readonly topics = testTopics();
  readonly kafka = connectKafka({ brokers: [testParts().kafka], ssl: false }, { clientId: 'spec' });
  private readonly producer = new AuditProducer(this.kafka, { topic: this.topics.events });
  private database!: TestDatabase;
  private running: IngestProcess | undefined;

  async begin(): Promise<this> {
    this.database = await testDatabase();
    await this.makeTopics();
    return this;
  }

  async makeTopics(): Promise<void> {
    const { events, rejected } = this.topics;
    await ensureTopics(this.kafka, auditTopics({ events, rejected, partitions: 1 }));
  }

  async ingest(): Promise<IngestProcess> {
    this.running = await IngestProcess.start({
      KAFKA_BROKERS: testParts().kafka,
      AUDIT_TOPIC: this.topics.events,
      AUDIT_REJECTED_TOPIC: this.topics.rejected,
      CONSUMER_GROUP: this.topics.group('ingest'),
      DATABASE_URL: this.database.url('trailbook_ingest'),
      PARTITIONS_DATABASE_URL: this.database.url('trailbook_partitions'),
    });
    return this.running;
  }

  async publish(count: number): Promise<OutgoingEvent[]> {
    const events = Array.from({ length: count }, () => anEvent());
    await this.again(events);
    return events;
  }

  again(events: readonly OutgoingEvent[]): Promise<void> {
    return this.producer.publish(events.map((event) => encodeBinary(event)));
  }

  /** Waits for the last of them; answers how many of them are stored, each of which must be there once. */
  async storedOf(events: readonly OutgoingEvent[]): Promise<number> {
    const uids = events.map(({ id, source, data }) => entryUid(data.tenantUid, source, id));
    const found = () =>
      asAdministrator(this.database.name, async (client) => {
        const sql = 'SELECT uid FROM audit.entry WHERE uid = ANY($1)';
        return (await client.query<{ uid: string }>(sql, [uids])).rows.map(({ uid }) => uid);
      });
    await waitFor('the last event', async () => (await found()).includes(uids.at(-1) ?? ''), { timeoutMs: 60_000 });
    const stored = await found();
    expect(new Set(stored).size).toBe(stored.length);
    return stored.length;
  }

  /** What Trailbook itself put into the log. */
  async told(message: string): Promise<Record<string, unknown>> {
    return waitFor(`an entry that says "${message}"`, () =>
      asAdministrator(this.database.name, async (client) => {
        const sql = `SELECT payload FROM audit.entry WHERE payload::json ->> 'actionMsg' = $1`;
        const { rows } = await client.query<{ payload: string }>(sql, [message]);
        expect(rows.length).toBeLessThan(2);
        return rows[0] && (JSON.parse(rows[0].payload) as Record<string, unknown>);
      }),
    );
  }

  async end(): Promise<void> {
    await this.running?.kill();
    await this.producer.close();
    await this.database.drop();
  }
}

describe('where ingest reads on', () => {
  let story: Story;
  beforeEach(async () => {
    story = await new Story().begin();
  });
  afterEach(() => story.end());

  it('is told loudly where Kafka deleted what was not stored yet', async () => {
    const before = await story.ingest();
    const first = await story.publish(20);
    expect(await story.storedOf(first)).toBe(20);
    expect(await before.stop()).toBe(0);
    const missed = await story.publish(30);
    await deleteBelow(story.kafka, story.topics.events, 0, 40n);

    const after = await story.ingest();
    expect(await story.storedOf(missed)).toBe(10);
    expect(await after.metric('trailbook_ingest_lost_records_total')).toBe(20);
    expect(await after.ready()).toBe(false);
    expect(after.said('Kafka deleted offsets 20 to 39')).toBeDefined();
    expect(await story.told('Events were lost')).toMatchObject({
      tenantUid: 'trailbook',
      outcome: 'failure',
      attributes: { partition: '0', from: '20', to: '40' },
    });

    // Somebody has looked, and starts it again: it is not told twice.
    expect(await after.stop()).toBe(0);
    const again = await story.ingest();
    const later = await story.publish(5);
    expect(await story.storedOf(later)).toBe(5);
    await waitFor('readiness', () => again.ready());
    expect(await again.metric('trailbook_ingest_lost_records_total')).toBe(0);
    await story.told('Events were lost');
  });

  it('is the start of a topic that was deleted and made again, and its repeats are recognised', async () => {
    const before = await story.ingest();
    const first = await story.publish(50);
    expect(await story.storedOf(first)).toBe(50);
    expect(await before.stop()).toBe(0);
    await deleteTopic(story.kafka, story.topics.events);
    await story.makeTopics();
    await story.again(first.slice(0, 10));
    const next = await story.publish(60);

    const after = await story.ingest();
    expect(await story.storedOf([...first, ...next])).toBe(110);
    await waitFor('the repeats', async () => (await after.metric('trailbook_ingest_repeats_total')) === 10);
    expect(await after.metric('trailbook_ingest_epochs_total')).toBe(1);
    expect(await after.metric('trailbook_ingest_lost_records_total')).toBe(0);
    expect(await story.told('The topic of audit events is another log than before')).toMatchObject({
      tenantUid: 'trailbook',
      resource: { kind: 'kafkatopic', uid: story.topics.events },
    });
    await waitFor('readiness', () => after.ready());
  });
});

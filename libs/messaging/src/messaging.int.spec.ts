import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { testParts, testTopics, waitFor } from '@trailbook/testing';
import { logIdentity } from './admin/log-identity';
import { auditTopics, ensureTopics, type TopicDeclaration } from './admin/ensure-topics';
import { describeCluster, watermarks } from './admin/describe';
import type { AssignedPartition, PartitionBatch } from './consumer/batch';
import { GroupConsumer } from './consumer/group-consumer';
import { readTopic } from './consumer/read-topic';
import { connectKafka } from './kafka/connection';
import { silentLog } from './log';
import { lostRejections } from './metrics';
import { AuditProducer } from './producer/audit-producer';
import type { ReceivedRecord } from './records';
import { codecs } from './spec/codecs.fixture';
import { packWith } from './spec/pack-with';
import { RejectedPublisher } from './rejected/rejected-publisher';

jest.setTimeout(90_000);

const topics = testTopics();
const kafka = connectKafka({ brokers: [testParts().kafka], ssl: false }, { clientId: 'spec' });
const declared = auditTopics({ events: topics.events, rejected: topics.rejected, partitions: 2 });

/** A consumer that begins at the log's start, and keeps what it gets. */
class Looking {
  readonly batches: PartitionBatch[] = [];
  readonly asked: AssignedPartition[] = [];
  readonly consumer: GroupConsumer;

  static readonly all: Looking[] = [];

  constructor(topic: string, name: string) {
    Looking.all.push(this);
    const declaration = { name, topic, group: topics.group(name), lagEveryMs: 500 };
    this.consumer = new GroupConsumer(kafka, declaration, {
      assigned: async (partitions) => {
        this.asked.push(...partitions);
        const ends = await watermarks(kafka, topic);
        return new Map(partitions.map(({ partition }) => [partition, ends.get(partition)?.low ?? 0n]));
      },
      batch: (batch) => Promise.resolve(void this.batches.push(batch)),
      revoked: () => Promise.resolve(),
      stopping: () => Promise.resolve(),
    });
    this.consumer.start();
  }

  get values(): string[] {
    return this.batches.flatMap(({ records }) => records.map(({ value }) => String(value)));
  }
}

describe('messaging', () => {
  const producer = new AuditProducer(kafka, { topic: topics.events });

  beforeAll(async () => {
    await ensureTopics(kafka, declared);
  });

  afterAll(async () => {
    await Promise.all([producer.close(), ...Looking.all.map(({ consumer }) => consumer.stop())]);
  });

  it('makes topics once, and reports one that is different without changing it', async () => {
    const again = await ensureTopics(
      kafka,
      auditTopics({ events: topics.events, rejected: topics.rejected, partitions: 3 }),
    );
    expect(again.map(({ created }) => created)).toEqual([false, false]);
    expect(again[0]?.mismatches).toEqual([`topic ${topics.events} has 2 partitions, 3 were asked for`]);
    expect((await watermarks(kafka, topics.events)).size).toBe(2);
  });

  it('makes topics that lose nothing with one broker, and warns of one that is not so', async () => {
    const [topic] = declared as [TopicDeclaration];
    // By Kafka's protocol 2 is a topic, and 1 a setting of the topic's own, whatever the broker's default may be.
    const minInsync = async () => {
      const configNames = ['min.insync.replicas'];
      const { resources } = await kafka.withAdmin((admin) =>
        admin.describeConfigs({
          includeSynonyms: false,
          resources: [{ type: 2, name: topic.name, configNames }],
        }),
      );
      return resources[0]?.configEntries[0];
    };
    expect(await minInsync()).toMatchObject({ configValue: '1', configSource: 1 });
    const strict = { ...topic, name: `${topic.name}.strict`, config: { ...topic.config, 'min.insync.replicas': '2' } };
    await ensureTopics(kafka, [strict]);
    const [found] = await ensureTopics(kafka, [{ ...strict, replication: 3, config: topic.config }]);
    expect(found?.mismatches).toEqual([]);
    expect(found?.warnings).toEqual([
      expect.stringMatching(/has fewer replicas, 1, than were asked for, 3: add replicas with kafka-reassign/),
      expect.stringMatching(
        /min\.insync\.replicas=2 with 1 replica: it takes no records at all; set it to 1 with kafka/,
      ),
    ]);
    await kafka.withAdmin((admin) => admin.deleteTopics({ topics: [strict.name] }));
  });

  it('says in one sentence that nobody answers', async () => {
    const nowhere = connectKafka({ brokers: ['127.0.0.1:1'], ssl: false }, { clientId: 'spec' });
    await expect(nowhere.assertReachable(6_000)).rejects.toThrow(
      "Kafka at 127.0.0.1:1 can't be reached: ECONNREFUSED.",
    );
    const lost = new AuditProducer(nowhere, { topic: 'x', timeoutMs: 1_000 });
    await expect(lost.publish([{ key: null, value: 'a' }])).rejects.toThrow(
      "Kafka didn't acknowledge records for x in 1000 ms.",
    );
    await lost.close();
  });

  it('says in one sentence that something else answers', async () => {
    const other = createServer((socket) => socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const broker = `127.0.0.1:${(other.address() as AddressInfo).port}`;
    const wrong = connectKafka({ brokers: [broker], ssl: false }, { clientId: 'spec' });
    await expect(wrong.assertReachable(3_000)).rejects.toThrow(
      `Kafka at ${broker} can't be reached: Connection error: 1213486160 bytes are announced as one response, which no broker sends.`,
    );
    other.close();
  });

  describe('the memory of records', () => {
    const name = `${topics.prefix}.large`;
    const values = Array.from({ length: 6_000 }, (_, n) => `${n} `.repeat(200));

    beforeAll(async () => {
      await ensureTopics(kafka, auditTopics({ events: name, partitions: 2 }).slice(0, 1));
      const records = values.map((value) => ({ topic: name, key: null, value }));
      for (let from = 0; from < records.length; from += 500) await producer.publish(records.slice(from, from + 500));
    });

    const isGone = (record: ReceivedRecord): boolean => {
      try {
        return record.value === null;
      } catch {
        return true;
      }
    };

    it.each([
      ['returned, where they are not kept', false],
      ['been handled, where they are', true],
    ])('is used again after they have %s, and only then', async (_when, keepsRecords) => {
      const batches: PartitionBatch[] = [];
      const read: string[] = [];
      const readAll = ({ records }: PartitionBatch) => read.push(...records.map(({ value }) => String(value)));
      const group = topics.group(`large-${keepsRecords}`);
      const declaration = { name: 'large', topic: name, group, maxBytes: 1024 * 1024, keepsRecords };
      const consumer = new GroupConsumer(kafka, declaration, {
        assigned: (partitions) => Promise.resolve(new Map(partitions.map(({ partition }) => [partition, 0n]))),
        batch: async (batch) => {
          batches.push(batch);
          await setTimeout(5);
          if (!keepsRecords) readAll(batch);
        },
        revoked: () => Promise.resolve(),
        stopping: () => Promise.resolve(),
      });
      consumer.start();
      const size = () => batches.reduce((sum, { records }) => sum + records.length, 0);
      await waitFor('all records', () => (keepsRecords ? size() : read.length) >= values.length);
      if (keepsRecords) {
        batches.forEach(readAll);
        for (const { partition, assignment, to } of batches) consumer.handled(partition, assignment, to);
      }
      await consumer.stop();
      expect(read.sort()).toEqual([...values].sort());
      expect(batches.filter(({ records }) => records.every(isGone)).length).toBeGreaterThan(4);
    });
  });

  it('hands over positions that meet end to end, also over the markers of transactions', async () => {
    const writer = kafka.producer({ transactionalId: topics.group('tx'), idempotent: true, maxInFlightRequests: 1 });
    await writer.connect();
    for (const end of ['commit', 'abort', 'commit', 'abort'] as const) {
      const transaction = await writer.transaction();
      const messages = [1, 2, 3].map((n) => ({ value: `${end} ${n}`, partition: 0 }));
      await transaction.send({ topic: topics.events, messages });
      await transaction[end]();
    }
    await writer.disconnect();
    const looking = new Looking(topics.events, 'transactions');
    const { high } = (await watermarks(kafka, topics.events)).get(0) ?? { high: -1n };
    // The last marker may be written after the end was asked for.
    await waitFor('the end of the log', () =>
      looking.batches.some(({ partition, to }) => partition === 0 && to >= high),
    );
    await looking.consumer.stop();
    expect(looking.values).toEqual(['commit 1', 'commit 2', 'commit 3', 'commit 1', 'commit 2', 'commit 3']);
    const pieces = looking.batches.filter(({ partition }) => partition === 0);
    pieces.forEach(({ from }, index) => expect(from).toBe(pieces[index - 1]?.to ?? 0n));
  });

  it('reads what producers packed with every codec, passes over what is too large unpacked, and goes on', async () => {
    const topic = `${topics.prefix}.packed`;
    await ensureTopics(kafka, auditTopics({ events: topic, partitions: 1 }).slice(0, 1));
    const writer = kafka.producer({ idempotent: true });
    await writer.connect();
    const large = Buffer.alloc(6 * 1024 * 1024, 'x');
    for (const [name, codec, pack] of codecs.slice(1)) {
      packWith(codec, pack);
      await writer.send({
        topic,
        compression: codec,
        messages: [{ value: name }, { value: large }, { value: 'behind' }],
      });
    }
    await writer.disconnect();
    const looking = new Looking(topic, 'packed');
    await waitFor('all records', () => looking.values.length >= 3 * codecs.slice(1).length);
    await looking.consumer.stop();
    expect(looking.values).toEqual(codecs.slice(1).flatMap(([name]) => [name, 'null', 'behind']));
    const unread = looking.batches.flatMap(({ records }) => records.flatMap((one) => one.unread ?? []));
    expect(unread.map(({ code, cut }) => [code, cut?.size])).toEqual(
      codecs.slice(1).map(() => ['too-large', large.length]),
    );
    looking.batches.forEach(({ from }, index) => expect(from).toBe(looking.batches[index - 1]?.to ?? 0n));
  });

  it('notices a topic that was deleted and made again, even one that is longer than before', async () => {
    const [topic] = auditTopics({ events: `${topics.prefix}.again`, partitions: 1 });
    const declaration = topic as NonNullable<typeof topic>;
    await ensureTopics(kafka, [declaration]);
    const first = await logIdentity(kafka, declaration.name);
    const numbered = (word: string, count: number) =>
      Array.from({ length: count }, (_, n) => ({ topic: declaration.name, key: null, value: `${word} ${n}` }));
    await producer.publish(numbered('old', 3));
    const looking = new Looking(declaration.name, 'again');
    await waitFor('the old records', () => looking.values.length === 3);
    looking.consumer.pause();
    await kafka.withAdmin((admin) => admin.deleteTopics({ topics: [declaration.name] }));
    await waitFor('the topic to be gone', async () => {
      await ensureTopics(kafka, [declaration]);
      return (await logIdentity(kafka, declaration.name)) !== first;
    });
    const again = new AuditProducer(kafka, { topic: declaration.name });
    await again.publish(numbered('new', 5));
    await again.close();
    looking.consumer.resume();
    await waitFor('all new records', () => numbered('new', 5).every(({ value }) => looking.values.includes(value)), {
      timeoutMs: 60_000,
    });
    expect(looking.asked.length).toBeGreaterThan(1);
    await looking.consumer.stop();
  });

  it('keeps of a rejected record what a narrow topic takes, loses what it takes in no form, and goes on', async () => {
    const name = `${topics.prefix}.narrow`;
    const config = { 'max.message.bytes': '1000', 'cleanup.policy': 'compact' };
    await ensureTopics(kafka, [{ name, partitions: 2, replication: 1, config }]);
    const told: object[] = [];
    const log = { ...silentLog, error: (fields: object) => void told.push(fields) };
    const watched = connectKafka({ brokers: [testParts().kafka], ssl: false }, { clientId: 'spec', log });
    const publisher = new RejectedPublisher(watched, { topic: name, app: 'narrow' });
    const record = (n: number, value: Buffer, key: Buffer | null = Buffer.from(`k${n}`)): ReceivedRecord => ({
      ...{ topic: 'audit.events', partition: 0, offset: BigInt(n), timestamp: 0, key, value },
      headers: { large: Buffer.alloc(900, 'h'), small: Buffer.from('h') },
    });
    const records = [
      record(0, Buffer.alloc(300_000, 'x')),
      record(1, Buffer.from('no key'), null),
      { ...record(2, Buffer.from('small')), headers: {} },
      record(3, Buffer.alloc(2_000, 'y'), Buffer.alloc(5_000, 'k')),
      record(4, Buffer.from('no key'), null),
    ];
    const reason = 'é'.repeat(500);
    await publisher.rejectAll(records.map((one) => ({ record: one, code: 'schema', reason })));
    await publisher.rejectAll(records.map((one) => ({ record: one, code: 'schema', reason })));
    await publisher.close();
    const kept: ReceivedRecord[] = [];
    await readTopic(kafka, name, (some) => void kept.push(...some), { groupPrefix: 'spec', timeoutMs: 30_000 });
    const text = ({ headers }: ReceivedRecord, header: string) => headers[`reject-${header}`]?.toString();
    const offsets = kept.map((one) => text(one, 'offset'));
    expect([...new Set(offsets)].sort()).toEqual(['0', '2', '3']);
    for (const one of kept) {
      const { value, key } = records[Number(text(one, 'offset'))]!;
      expect(one.value?.length).toBeGreaterThan(0);
      expect(value?.subarray(0, one.value?.length)).toEqual(one.value);
      expect(key?.subarray(0, one.key?.length)).toEqual(one.key);
      expect(text(one, 'sha256')).toBe(createHash('sha256').update(value!).digest('hex'));
    }
    const digest = createHash('sha256').update('no key').digest('hex');
    expect(told).toEqual(
      ['1', '4', '1', '4'].map((offset): unknown => expect.objectContaining({ offset, size: '6', sha256: digest })),
    );
    const lost = (await lostRejections.get()).values.find(({ labels }) => labels.app === 'narrow');
    expect(lost?.value).toBe(4);
  });

  it('keeps a rejected record that Kafka finds too large, cut', async () => {
    const publisher = new RejectedPublisher(kafka, { topic: topics.rejected, app: 'spec' });
    const value = Buffer.alloc(3_000_000, 'x');
    const record = { topic: 'a', partition: 0, offset: 1n, timestamp: 0, key: Buffer.from('k'), value, headers: {} };
    await publisher.rejectAll([
      { record: { ...record, value: Buffer.from('small') }, code: 'not-json', reason: 'small' },
      { record, code: 'too-large', reason: 'large' },
    ]);
    await publisher.close();
    const looking = new Looking(topics.rejected, 'rejected');
    await waitFor('both', () => looking.values.length >= 2);
    await looking.consumer.stop();
    const found = looking.batches.flatMap(({ records }) => records);
    const cut = found.find(({ headers }) => headers['reject-reason']?.toString() === 'large');
    expect(cut?.value?.length).toBe(64 * 1024);
    expect(cut?.headers['reject-size']?.toString()).toBe('3000000');
    expect(looking.values).toContain('small');
  });

  it('knows its cluster', async () => {
    const { clusterId, brokers } = await describeCluster(kafka);
    expect(brokers).toBe(1);
    expect((await logIdentity(kafka, topics.events)).startsWith(`${clusterId}/`)).toBe(true);
  });
});

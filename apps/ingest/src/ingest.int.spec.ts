import { createHash, randomUUID } from 'node:crypto';
import { badRecords } from '@trailbook/contract/corpus';
import {
  encodeBinary,
  encodeStructured,
  entryUid,
  EventSigner,
  type KafkaRecord,
  type OutgoingEvent,
} from '@trailbook/contract';
import {
  auditTopics,
  AuditProducer,
  connectKafka,
  ensureTopics,
  GroupConsumer,
  type OutgoingRecord,
  type ReceivedRecord,
} from '@trailbook/messaging';
import {
  aNote,
  anEvent,
  asAdministrator,
  freeze,
  newEventKeys,
  ownSigner,
  testDatabase,
  testParts,
  testTopics,
  waitFor,
} from '@trailbook/testing';
import type { TestDatabase } from '@trailbook/testing';
import { IngestProcess } from './spec/ingest-process';

jest.setTimeout(120_000);

const topics = testTopics();
const kafka = connectKafka({ brokers: [testParts().kafka], ssl: false }, { clientId: 'spec' });
const producer = new AuditProducer(kafka, { topic: topics.events });
/** As kafkajs numbers its codecs. */
const gzip = 1;
const running = new Set<IngestProcess>();
let database: TestDatabase;
let group: string;

async function ingest(env: Record<string, string> = {}): Promise<IngestProcess> {
  const started = await IngestProcess.start({
    ...env,
    KAFKA_BROKERS: testParts().kafka,
    AUDIT_TOPIC: topics.events,
    AUDIT_REJECTED_TOPIC: topics.rejected,
    CONSUMER_GROUP: group,
    DATABASE_URL: database.url('trailbook_ingest'),
    PARTITIONS_DATABASE_URL: database.url('trailbook_partitions'),
  });
  running.add(started);
  return started;
}

const outgoing = ({ key, value, headers, timestamp }: KafkaRecord): OutgoingRecord => ({
  key,
  value,
  headers,
  timestamp,
});
const publish = (...events: OutgoingEvent[]) => producer.publish(events.map((event) => encodeBinary(event)));
const uidOf = ({ id, source, data }: OutgoingEvent) => entryUid(data.tenantUid, source, id);
const events = (count: number) =>
  Array.from({ length: count }, (_, i) => anEvent({ data: { tenantUid: `tenant-${i % 7}` } }));

async function stored(): Promise<Map<string, string>> {
  const { rows } = await asAdministrator(database.name, (client) =>
    client.query<{ uid: string; payload: string }>('SELECT uid, payload FROM audit.entry'),
  );
  const found = new Map(rows.map(({ uid, payload }) => [uid, payload]));
  expect(found.size).toBe(rows.length);
  return found;
}

/** What a search looks through, folded as it is kept. */
async function searchedTexts(): Promise<string> {
  const { rows } = await asAdministrator(database.name, (client) =>
    client.query<{ words: string }>(
      'SELECT words FROM audit.search_block UNION ALL SELECT unnest(texts) FROM audit.search_delta',
    ),
  );
  return rows.map(({ words }) => words).join(' ');
}

async function untilStored(wanted: readonly OutgoingEvent[], timeoutMs = 60_000): Promise<Map<string, string>> {
  return waitFor(
    `${wanted.length} events to be stored`,
    async () => {
      const found = await stored();
      return wanted.every((event) => found.has(uidOf(event))) && found;
    },
    { timeoutMs, everyMs: 250 },
  );
}

async function rejectedRecords(atLeast: number): Promise<ReceivedRecord[]> {
  const records: ReceivedRecord[] = [];
  const consumer = new GroupConsumer(
    kafka,
    { name: 'rejected', topic: topics.rejected, group: topics.group(randomUUID()) },
    {
      assigned: (partitions) => Promise.resolve(new Map(partitions.map(({ partition }) => [partition, 0n]))),
      batch: (batch) => Promise.resolve(void records.push(...batch.records)),
      revoked: () => Promise.resolve(),
      stopping: () => Promise.resolve(),
    },
  );
  consumer.start();
  try {
    await waitFor(`${atLeast} rejected records`, () => records.length >= atLeast, { timeoutMs: 30_000 });
    return records;
  } finally {
    await consumer.stop();
  }
}

beforeAll(async () => {
  database = await testDatabase();
  // What is malformed for its time alone brings the time that it is judged by.
  const declared = auditTopics({ events: topics.events, rejected: topics.rejected, partitions: 4 });
  const config = { 'message.timestamp.type': 'CreateTime' };
  await ensureTopics(
    kafka,
    declared.map((topic) => ({ ...topic, config: { ...topic.config, ...config } })),
  );
});

// A group of each test's own, so that none waits for Kafka to miss the members that the one before has killed. The store
// knows how far it is, whoever asks.
beforeEach(() => {
  group = topics.group(randomUUID());
});

afterEach(async () => {
  await Promise.all([...running].map((one) => one.kill()));
  running.clear();
});

afterAll(async () => {
  await producer.close();
  await database.drop();
});

describe('ingest', () => {
  it('stores events of both content modes as they were received, and notes', async () => {
    const one = await ingest();
    const binary = anEvent();
    const structured = anEvent();
    const note = aNote(uidOf(binary), 'because it had to be');
    await producer.publish([encodeBinary(binary), encodeStructured(structured), encodeBinary(note)]);
    const found = await untilStored([binary, structured]);
    expect(found.get(uidOf(binary))).toBe(encodeBinary(binary).value.toString());
    expect(found.get(uidOf(structured))).toBe(encodeStructured(structured).value.toString());
    expect(await searchedTexts()).toContain(' base updated the cluster profile base ');
    const notes = await waitFor('the note', () =>
      asAdministrator(database.name, async (client) => {
        const { rows } = await client.query<{ entry_uid: string }>('SELECT entry_uid FROM audit.note');
        return rows.length > 0 && rows;
      }),
    );
    expect(notes).toEqual([{ entry_uid: uidOf(binary) }]);
    await waitFor('readiness', () => one.ready());
    expect(await one.stop()).toBe(0);
  });

  it('passes over what unpacks to sixty megabytes, within its memory, and stores the events behind', async () => {
    const bomb = Buffer.alloc(60 * 1024 * 1024, 'x');
    const writer = kafka.producer({ idempotent: true });
    await writer.connect();
    const messages = [{ key: 'acme', value: bomb, headers: { ce_id: 'a bomb' }, partition: 0 }];
    for (let n = 0; n < 5; n += 1) await writer.send({ topic: topics.events, compression: gzip, messages });
    await writer.disconnect();
    const behind = anEvent();
    await producer.publish([{ ...encodeBinary(behind), partition: 0 }]);
    const one = await ingest();
    await untilStored([behind]);
    expect(one.peakMiB).toBeLessThan(350);
    const cut = (await rejectedRecords(5)).filter(({ headers }) => String(headers.ce_id) === 'a bomb');
    expect(cut.map(({ headers, value }) => [String(headers['reject-code']), value?.length])).toEqual(
      Array.from({ length: 5 }, () => ['too-large', 64 * 1024]),
    );
    expect(cut[0]?.headers['reject-size']?.toString()).toBe(String(bomb.length));
    expect(cut[0]?.headers['reject-sha256']?.toString()).toBe(createHash('sha256').update(bomb).digest('hex'));
  });

  it('keeps everything malformed with its code, and goes on', async () => {
    await ingest();
    const bad = badRecords({ now: Date.now(), tenantUid: 'acme' }).filter(
      ({ record }) => (record.value?.length ?? 0) < 900_000,
    );
    const after = events(4);
    await producer.publish(bad.map(({ record }) => ({ ...outgoing(record), partition: 1 })));
    await publish(...after);
    await producer.publish([{ ...encodeBinary(after[0] as OutgoingEvent), partition: 1 }]);
    const last = anEvent();
    await producer.publish([{ ...encodeBinary(last), partition: 1 }]);
    await untilStored([...after, last]);
    const rejected = (await rejectedRecords(bad.length)).filter(
      ({ headers }) => headers['reject-partition']?.toString() === '1',
    );
    rejected.sort((a, b) => Number(a.headers['reject-offset']) - Number(b.headers['reject-offset']));
    expect(rejected.map(({ headers }) => headers['reject-code']?.toString())).toEqual(bad.map(({ code }) => code));
    rejected.forEach(({ key, value, headers }, i) => {
      const { record, reason } = bad[i] as (typeof bad)[number];
      expect(headers['reject-reason']?.toString()).toContain(reason);
      expect(headers['reject-app']?.toString()).toBe('ingest');
      expect(headers['reject-topic']?.toString()).toBe(topics.events);
      expect([key, value]).toEqual([record.key, record.value]);
      expect(headers).toMatchObject(
        Object.fromEntries(Object.entries(record.headers).filter(([, v]) => v !== undefined)),
      );
    });
  });

  it('stores a repeat once and counts it, and rejects whatever else claims its identity or its uid', async () => {
    const one = await ingest();
    const uuid = '0190a6e0-0000-7000-8000-000000000001';
    const event = anEvent({ id: uuid });
    await publish(event);
    await untilStored([event]);
    const forged = anEvent({ id: uuid, time: event.time, data: { actionMsg: 'Did something else' } });
    await publish(event, event, anEvent({ id: uuid, source: '/services/impostor' }), forged);
    await waitFor('two repeats', async () => (await one.metric('trailbook_ingest_repeats_total')) >= 2);
    await waitFor('two rejections', async () => (await one.metric('trailbook_ingest_rejected_total')) >= 2);
    const codes = await waitFor('both in the topic', async () => {
      const found = (await rejectedRecords(2)).map(({ headers }) => headers['reject-code']?.toString());
      return found.includes('uid-taken') && found.includes('conflicting-repeat') && found;
    });
    expect(codes.filter((code) => code === 'conflicting-repeat')).toHaveLength(1);
    expect(one.said('claim the identity of a stored event')).toMatchObject({ conflicts: 1, first: { id: uuid } });
    expect((await stored()).get(uuid)).toBe(encodeBinary(event).value.toString());
  });

  it('takes listed sources only signed, and keeps how far a source is known', async () => {
    const { signingKey, keyId, publicKey } = newEventKeys('cluster-profiles');
    const signer = EventSigner.parse(signingKey.replace(keyId, 'billing-1'));
    const forger = EventSigner.parse(newEventKeys('ingest').signingKey.replace('ingest-1', 'billing-1'));
    const billing = () => anEvent({ source: '/services/billing' });
    const [known, unsigned, forged, other] = [billing(), billing(), billing(), anEvent()];
    const { signer: query, source } = ownSigner('query');
    const note = { ...aNote(uidOf(known), 'in its own name'), source };
    const falseNote = { ...aNote(uidOf(known), 'in another name'), source };
    await ingest({
      PRODUCER_PUBLIC_KEYS: JSON.stringify({ 'billing-1': { publicKey, sources: ['/services/billing'] } }),
    });
    const records = [
      ...[encodeStructured(known, signer), encodeBinary(unsigned), encodeBinary(forged, forger), encodeBinary(other)],
      ...[encodeBinary(note, query), encodeBinary(falseNote)],
    ];
    await producer.publish(records);
    await untilStored([known, other]);
    const verifications = await waitFor('the note', () =>
      asAdministrator(database.name, async (client) => {
        const { rows } = await client.query<{ uid: string; verification: string }>(
          `SELECT uid, verification FROM audit.entry WHERE uid = ANY($1)
           UNION ALL SELECT uid, verification FROM audit.note WHERE uid = ANY($1)`,
          [[known, unsigned, forged, other, note, falseNote].map(uidOf)],
        );
        return rows.length >= 3 && Object.fromEntries(rows.map(({ uid, verification }) => [uid, verification]));
      }),
    );
    expect(verifications).toEqual({ [uidOf(known)]: 'v', [uidOf(other)]: 'u', [uidOf(note)]: 'v' });
    const ids = [unsigned, forged, falseNote].map(({ id }) => id);
    const rejected = await waitFor('all that is refused', async () => {
      const found = (await rejectedRecords(3)).filter(({ headers }) =>
        ids.includes(headers['ce_id']?.toString() ?? ''),
      );
      return found.length >= 3 && found;
    });
    expect(rejected.map(({ headers }) => headers['reject-code']?.toString())).toEqual(
      Array(3).fill('signature-invalid'),
    );
  });

  it('shares the partitions among instances, and takes over those of one that was killed', async () => {
    const [one, two] = [await ingest(), await ingest()];
    const first = events(2_000);
    await waitFor(
      'both to have partitions',
      async () => {
        await publish(...events(20));
        return (
          (await one.metric('trailbook_ingest_received_total')) > 0 &&
          (await two.metric('trailbook_ingest_received_total')) > 0
        );
      },
      { timeoutMs: 30_000, everyMs: 500 },
    );
    const publishing = publish(...first);
    await one.kill();
    await publishing;
    await untilStored(first);
    expect(await two.metric('trailbook_ingest_fenced_total')).toBeGreaterThanOrEqual(0);
  });

  it('goes on where the store ends, though Kafka has forgotten the offsets', async () => {
    const before = await stored(); // by other groups
    const one = await ingest();
    const next = events(50);
    await publish(...next);
    await untilStored(next);
    expect(await one.metric('trailbook_ingest_repeats_total')).toBe(0);
    expect((await stored()).size).toBe(before.size + next.length);
  });

  it('heals when it was away so long that another instance took its partitions', async () => {
    const one = await ingest();
    await waitFor('readiness', () => one.ready());
    const thaw = freeze(one.pid);
    const next = events(500);
    await publish(...next);
    const two = await ingest();
    await untilStored(next);
    thaw();
    const later = events(500);
    await publish(...later);
    await untilStored(later);
    expect(
      (await one.metric('trailbook_ingest_stored_total')) + (await two.metric('trailbook_ingest_stored_total')),
    ).toBe(1_000);
  });

  it('stores nothing in a month that is detached, says so, and resumes once it is attached', async () => {
    const then = new Date(Date.now() - 60 * 86_400_000);
    const after = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 1));
    const [month, next] = [then, after].map((time) => time.toISOString().slice(0, 7)) as [string, string];
    const table = `audit.entry_${month.replace('-', '_')}`;
    const alter = (how: string) =>
      asAdministrator(database.name, (client) => client.query(`ALTER TABLE audit.entry ${how}`));
    await alter(`DETACH PARTITION ${table}`);
    const one = await ingest();
    await waitFor('it to be told', () => one.said(`${table} is detached from audit.entry`));
    expect(await one.metric('trailbook_ingest_detached_months')).toBe(1);
    const late = anEvent({ time: then.getTime() });
    await publish(late);
    const said = await waitFor('ingest to say that it waits', () => one.said('a chunk could not be stored'));
    expect(said).toMatchObject({ reason: 'detached' });
    expect(await one.ready()).toBe(false);
    await alter(`ATTACH PARTITION ${table} FOR VALUES FROM ('${month}-01 00:00+00') TO ('${next}-01 00:00+00')`);
    await untilStored([late]);
    await waitFor('readiness', () => one.ready());
  });

  it('waits while the store is away, and resumes by itself', async () => {
    const one = await ingest();
    const first = events(100);
    await publish(...first);
    await untilStored(first);
    const forbid = (allowed: boolean) =>
      asAdministrator('postgres', async (client) => {
        await client.query(`ALTER DATABASE ${database.name} ALLOW_CONNECTIONS ${allowed}`);
        if (!allowed)
          await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
            database.name,
          ]);
      });
    await forbid(false);
    const next = events(2_000);
    await publish(...next);
    await waitFor('ingest to say that it is not ready', async () => !(await one.ready()), { timeoutMs: 20_000 });
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    await forbid(true);
    await untilStored(next);
    await waitFor('readiness', () => one.ready());
    expect(await one.metric('trailbook_consumer_restarts_total')).toBe(0);
    await waitFor('no lag', async () => (await one.metric('trailbook_consumer_lag')) === 0);
  });
});

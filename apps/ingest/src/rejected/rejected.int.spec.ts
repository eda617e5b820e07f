import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { encodeBinary, entryUid, type OutgoingEvent } from '@trailbook/contract';
import {
  auditTopics,
  AuditProducer,
  connectKafka,
  ensureTopics,
  readTopic,
  type OutgoingRecord,
  type ReceivedRecord,
  type RecordHeader,
} from '@trailbook/messaging';
import {
  anEvent,
  asAdministrator,
  eventKeyVariables,
  testDatabase,
  testParts,
  testTopics,
  waitFor,
  type TestDatabase,
} from '@trailbook/testing';
import { IngestProcess } from '../spec/ingest-process';
import type { Described } from './rejected-record';

jest.setTimeout(120_000);

const program = path.resolve(__dirname, '..', '..', 'dist', 'rejected.js');
const topics = testTopics();
const kafka = connectKafka({ brokers: [testParts().kafka], ssl: false }, { clientId: 'spec' });
const producer = new AuditProducer(kafka, { topic: topics.events });
const where = {
  KAFKA_BROKERS: testParts().kafka,
  AUDIT_TOPIC: topics.events,
  AUDIT_REJECTED_TOPIC: topics.rejected,
};
const running: IngestProcess[] = [];
let database: TestDatabase;

async function ingest(env: Record<string, string> = {}): Promise<IngestProcess> {
  const started = await IngestProcess.start({
    ...where,
    CONSUMER_GROUP: topics.group(randomUUID()),
    DATABASE_URL: database.url('trailbook_ingest'),
    PARTITIONS_DATABASE_URL: database.url('trailbook_partitions'),
    ...env,
  });
  running.push(started);
  return started;
}

function rejected(...args: string[]): Promise<{ code: number; lines: string[]; complaint: string }> {
  const env = { PATH: process.env.PATH, ...eventKeyVariables('ingest'), ...where };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env, timeout: 60_000 }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, lines: stdout.split('\n').filter((line) => line !== ''), complaint: stderr });
    });
  });
}
const listed = async (...args: string[]) =>
  (await rejected('list', '--json', ...args)).lines.map((line) => JSON.parse(line) as Described);

const storedTimes = async ({ id, source, data }: OutgoingEvent) =>
  asAdministrator(database.name, async (client) => {
    const uid = entryUid(data.tenantUid, source, id);
    return (await client.query('SELECT FROM audit.entry WHERE uid = $1', [uid])).rowCount;
  });

/** The event as a record with headers that a map of texts could not hold. */
function withOddHeaders(event: OutgoingEvent): OutgoingRecord {
  const { key, value, headers } = encodeBinary(event);
  const header = (name: string, text: string | null): RecordHeader => [
    Buffer.from(name, 'latin1'),
    text === null ? null : Buffer.from(text),
  ];
  const odd = [header('a', '1'), header('ce_subject', null), header('reject-code', 'mine'), header('\xff', 'x')];
  const own = Object.entries(headers).map(([name, text]) => header(name, text));
  return { key, value, allHeaders: [...odd, ...own, header('a', null), header('a', '2')] };
}

/** What a topic holds now, key, value and headers alone. */
async function recordsOf(topic: string): Promise<Pick<ReceivedRecord, 'key' | 'value' | 'allHeaders'>[]> {
  const found: Pick<ReceivedRecord, 'key' | 'value' | 'allHeaders'>[] = [];
  const keep = (some: readonly ReceivedRecord[]) =>
    void found.push(...some.map(({ key, value, allHeaders }) => ({ key, value, allHeaders })));
  await readTopic(kafka, topic, keep, { groupPrefix: topics.prefix, timeoutMs: 30_000 });
  return found;
}

beforeAll(async () => {
  database = await testDatabase();
  await ensureTopics(kafka, auditTopics({ events: topics.events, rejected: topics.rejected, partitions: 2 }));
});
afterAll(async () => {
  await Promise.all(running.map((one) => one.kill()));
  await producer.close();
  await database.drop();
});

it('lists what was rejected, and has it stored once after the cause is mended, however often it is replayed', async () => {
  const events = [anEvent({ source: '/services/billing' }), anEvent({ source: '/services/billing' })];
  const strict = await ingest({ ALLOWED_SOURCES: '{"/services/other":["acme"]}' });
  const [usual, odd] = events as [OutgoingEvent, OutgoingEvent];
  const oddly = withOddHeaders(odd);
  await producer.publish([encodeBinary(usual), oddly, { key: 'acme', value: 'not\u001b[31m json' }]);
  await waitFor('three rejections', async () => (await strict.metric('trailbook_ingest_rejected_total')) >= 3);
  await strict.stop();

  const mended = await ingest();
  const found = await listed('--reason', 'source-not-allowed');
  expect(found.map(({ id }) => id).sort()).toEqual(events.map(({ id }) => id).sort());
  expect(found[0]).toMatchObject({ code: 'source-not-allowed', source: '/services/billing', cut: false });
  expect(found[0]?.origin).toMatch(new RegExp(`^${topics.events}/[01]:\\d+$`));
  expect(await listed('--limit', '1')).toHaveLength(1);
  expect(await listed('--since', new Date(Date.now() + 60_000).toISOString())).toEqual([]);
  const people = await rejected('list');
  expect(people.lines.at(-1)).toBe('3 of 3 rejected records');
  expect(people.lines.join()).not.toContain('\u001b');

  const dry = await rejected('replay', '--all-matching', '--dry-run');
  expect(dry.lines).toEqual([`3 records would be put back to ${topics.events}`]);
  const one = found[0] as Described;
  expect(await rejected('replay', '--offset', one.place)).toMatchObject({
    code: 0,
    lines: [`1 records were put back to ${topics.events}`],
  });
  for (let time = 0; time < 2; time += 1) {
    expect((await rejected('replay', '--all-matching', '--reason', 'source-not-allowed')).code).toBe(0);
  }
  await waitFor('three repeats', async () => (await mended.metric('trailbook_ingest_repeats_total')) >= 3);
  for (const event of events) expect(await storedTimes(event)).toBe(1);
  const { key, ...sent } = oddly;
  const hasId = ([name, id]: RecordHeader) => name.equals(Buffer.from('ce_id')) && id?.equals(Buffer.from(odd.id));
  const copies = (await recordsOf(topics.events)).filter(({ allHeaders }) => allHeaders?.some(hasId));
  expect(copies).toEqual(Array(copies.length).fill({ ...sent, key: Buffer.from(key as string) }));
  expect(copies.length).toBeGreaterThan(2);

  const [garbage] = (await listed()).filter(({ code }) => code !== 'source-not-allowed') as [Described];
  expect((await rejected('replay', '--all-matching', '--reason', garbage.code)).code).toBe(0);
  await waitFor('it to be rejected again', async () => (await listed('--reason', garbage.code)).length === 2);
  await mended.stop();
});

it('moves on behind what the rejected topic does not take, and keeps of it what it can', async () => {
  const narrow = `${topics.prefix}.narrow`;
  const config = { 'max.message.bytes': '1000', 'cleanup.policy': 'compact' };
  await ensureTopics(kafka, [{ name: narrow, partitions: 1, replication: 1, config }]);
  const event = anEvent();
  const garbage = 'x'.repeat(5_000);
  await producer.publish([{ key: 'acme', value: garbage }, { key: null, value: garbage }, encodeBinary(event)]);
  const moving = await ingest({ AUDIT_REJECTED_TOPIC: narrow });
  await waitFor('the event behind', async () => (await storedTimes(event)) === 1);
  await waitFor('the loss', async () => (await moving.metric('trailbook_rejected_lost_total')) === 1);
  const kept = await recordsOf(narrow);
  expect(kept.map(({ key }) => key?.toString())).toEqual(['acme']);
  expect(garbage.startsWith(kept[0]!.value!.toString())).toBe(true);
  expect(moving.said('is lost')).toMatchObject({ code: 'not-json', size: '5000' });
  await moving.stop();
});

it('says what is wrong with what it is asked', async () => {
  expect(await rejected('replay', '--offset', '0:999999')).toMatchObject({
    code: 1,
    lines: [`0 records were put back to ${topics.events}`, `not in ${topics.rejected}: 0:999999`],
  });
  const unclear = await rejected('replay');
  expect(unclear.code).toBe(2);
  expect(unclear.complaint).toContain('usage:');
});

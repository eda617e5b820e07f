import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { encodeBinary, entryUid, type OutgoingEvent } from '@trailbook/contract';
import { auditTopics, AuditProducer, connectKafka, ensureTopics } from '@trailbook/messaging';
import {
  anEvent,
  asAdministrator,
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
  const env = { PATH: process.env.PATH, ...where };
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
  await producer.publish([...events.map((event) => encodeBinary(event)), { key: 'acme', value: 'not\u001b[31m json' }]);
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

  const [garbage] = (await listed()).filter(({ code }) => code !== 'source-not-allowed') as [Described];
  expect((await rejected('replay', '--all-matching', '--reason', garbage.code)).code).toBe(0);
  await waitFor('it to be rejected again', async () => (await listed('--reason', garbage.code)).length === 2);
  await mended.stop();
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

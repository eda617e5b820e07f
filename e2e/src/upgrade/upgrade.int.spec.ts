import { asAdministrator, emptyDatabase, testParts, waitFor, type TestDatabase } from '@trailbook/testing';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { asking, operatorKey } from '../access/tenants';
import { ask, readEntry } from '../clients/rest';
import { folderVariable } from '../system/running-system';
import { startSystem, type StartedSystem } from '../system/start-system';
import { readsOf, type Facts } from './reads';
import { fixtureSecrets } from './secrets';

jest.setTimeout(120_000);

const fixtures = path.resolve(__dirname, '..', '..', 'fixtures');

/** Lines may have got more columns at their ends. */
function expectText(now: string, then: string): void {
  const lines = now.split('\r\n');
  expect(lines.map((line, n) => line.slice(0, then.split('\r\n')[n]?.length))).toEqual(then.split('\r\n'));
}

describe.each(readdirSync(fixtures))('an installation that version %s made', (version) => {
  const folder = path.join(fixtures, version);
  const facts = JSON.parse(readFileSync(path.join(folder, 'facts.json'), 'utf8')) as Facts;
  const { tenant } = facts;
  let database: TestDatabase;
  let data: string;
  let system: StartedSystem;

  beforeAll(async () => {
    const { kafka, aws, databasePasswords } = testParts();
    database = await emptyDatabase();
    const dump = await readFile(path.join(folder, 'database.sql'), 'utf8');
    await asAdministrator(database.name, (client) => client.query(dump));
    data = await mkdtemp(path.join(os.tmpdir(), 'trailbook-upgrade-'));
    await writeFile(path.join(data, 'secrets'), JSON.stringify({ ...fixtureSecrets, databasePasswords }));
    process.env[folderVariable] = data;
    system = await startSystem(data, {
      TRAILBOOK_DEMO: '0',
      KAFKA_BROKERS: kafka,
      DATABASE_URL: database.adminUrl,
      AWS_ENDPOINT_URL: aws.url,
    });
  });
  afterAll(async () => {
    await system?.stop();
    await database?.drop();
    await rm(data, { recursive: true, force: true });
  });

  const reads = readsOf(facts);
  it.each(reads.map((read) => [read.url, read] as const))('answers GET %s as it did', async (url, read) => {
    const { status, body, text } = await asking(read.asOperator ? operatorKey() : tenant.admin, 'GET', url);
    expect([status, status === 200 ? '' : text]).toEqual([200, '']);
    if (!(url in facts.answers)) return;
    const answer = facts.answers[url];
    if (typeof answer === 'string') expectText(text, answer);
    else expect(body).toMatchObject(answer as object);
  });

  it('covers every call that reads', () => {
    expect(reads.filter(({ url }) => url.includes('{'))).toEqual([]);
  });

  it('goes on: what was in the outbox arrives, users sign in, and what they do is audited', async () => {
    const admin = { headers: { ApiKey: tenant.admin } };
    expect(await waitFor('what was in the outbox', () => readEntry(facts.waiting, admin))).toMatchObject({
      spec: { actionType: 'update', resource: { kind: 'clusterprofile' } },
    });
    const body = { emailId: 'admin@fixture.example', password: 'a password of a table', org: tenant.uid };
    const session = await ask('POST', '/v1/auth/authenticate', { body });
    expect(session.status).toBe(200);
    const token = (session.body as { Authorization: string }).Authorization;
    const made = await ask('POST', '/v1/clusterprofiles', { token, body: { metadata: { name: 'after' }, spec: {} } });
    const uid = made.headers.get('audituid') ?? '';
    expect(await waitFor('the entry', () => readEntry(uid, admin))).toMatchObject({ metadata: { uid } });
  });
});

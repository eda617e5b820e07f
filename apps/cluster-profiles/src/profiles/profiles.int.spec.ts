import { generateKeyPairSync } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createIdentitySigner, identityHeader, type Caller } from '@trailbook/access';
import { decide, type AuditEvent } from '@trailbook/contract';
import { createLogger, createService, loadConfig, stopService } from '@trailbook/service';
import {
  aCaller,
  eventKeyVariables,
  ownVerificationKeys,
  testDatabase,
  testParts,
  testTopics,
  waitFor,
  watchTopic,
  type TestDatabase,
  type WatchedTopic,
} from '@trailbook/testing';
import { ClusterProfilesConfig } from '../cluster-profiles.config';
import { ClusterProfilesModule } from '../cluster-profiles.module';

jest.setTimeout(60_000);

const topics = testTopics();
const keys = generateKeyPairSync('ed25519', {
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const sign = createIdentitySigner(keys.privateKey, 'spec');
const editor = aCaller('Project Editor');
const options = { verificationKeys: ownVerificationKeys() };
let database: TestDatabase;
let topic: WatchedTopic;
let app: NestFastifyApplication;

beforeAll(async () => {
  database = await testDatabase();
  topic = await watchTopic(topics.events);
  const config = loadConfig(ClusterProfilesConfig, {
    ...eventKeyVariables('cluster-profiles'),
    DATABASE_URL: database.url('trailbook_cluster_profiles'),
    KAFKA_BROKERS: testParts().kafka,
    AUDIT_TOPIC: topics.events,
    INTERNAL_PUBLIC_KEYS: JSON.stringify({ spec: keys.publicKey }),
  });
  const module = ClusterProfilesModule.forRoot(config);
  const setup = (wired: NestFastifyApplication) => ClusterProfilesModule.setUp(wired);
  app = await createService({ name: 'cluster-profiles', config, module, setup }, createLogger('spec', 'silent'));
});

afterAll(async () => {
  await stopService(app, 10_000);
  await topic.stop();
  await database.drop();
});

interface Body {
  uid: string;
  code: string;
  details: { field: string };
  metadata: { name: string; lastModifiedTimestamp: string };
  spec: object;
  items: { metadata: { uid: string; name: string } }[];
  listmeta: { continue: string; count: number; limit: number };
}

async function call(caller: Caller, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: object | string) {
  const path = url.split('?', 1)[0] ?? url;
  const answer = await app.inject({
    method,
    url,
    headers: {
      'content-type': 'application/json',
      [identityHeader]: sign(caller, { audience: 'cluster-profiles', method, path }),
    },
    ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return {
    status: answer.statusCode,
    body: (answer.body === '' ? undefined : JSON.parse(answer.body)) as Body,
    auditUid: answer.headers.audituid as string | undefined,
    auditNote: answer.headers.auditnote,
  };
}

async function eventOf(uid: string | undefined): Promise<AuditEvent> {
  return waitFor('the event in Kafka', () => {
    const decisions = topic.records.map((record) => decide(record, options));
    const found = decisions.find((decision) => decision.kind === 'event' && decision.event.uid === uid);
    return found?.kind === 'event' ? found.event : undefined;
  });
}

const profiles = '/v1/clusterprofiles';
const create = (caller: Caller, name: string, spec: object = {}) =>
  call(caller, 'POST', profiles, { metadata: { name }, spec });

describe('cluster profiles', () => {
  it('are made, read, changed and removed, each change with its event and its uid in the answer', async () => {
    const spec = { packs: [{ name: 'cni', version: '1' }], cloud: 'edge' };
    const made = await call(editor, 'POST', profiles, {
      metadata: { name: 'base', description: 'all of ours', uid: 'x' },
      spec,
    });
    expect(made).toMatchObject({ status: 201, body: { uid: expect.any(String) } });
    const one = `${profiles}/${made.body.uid}`;
    expect((await eventOf(made.auditUid)).data).toMatchObject({
      tenantUid: editor.tenantUid,
      projectUid: editor.projectUid,
      projectName: editor.projectName,
      actionType: 'create',
      resource: { kind: 'clusterprofile', uid: made.body.uid, name: 'base' },
      actor: { actorType: 'user', user: { uid: editor.userUid } },
      changes: [
        { path: '/metadata', after: { name: 'base', description: 'all of ours' } },
        { path: '/spec', after: spec },
      ],
    });
    const { body } = await call(editor, 'GET', one);
    expect(body).toMatchObject({ metadata: { uid: made.body.uid, name: 'base', description: 'all of ours' }, spec });
    expect(body.metadata.lastModifiedTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

    const changed = await call(editor, 'PUT', one, {
      ...body,
      spec: { ...spec, packs: [{ name: 'cni', version: '2' }] },
    });
    expect(changed).toMatchObject({ status: 204, body: undefined });
    expect((await eventOf(changed.auditUid)).data).toMatchObject({
      actionType: 'update',
      changes: [{ path: '/spec/packs/0/version', before: '1', after: '2' }],
    });
    const removed = await call(editor, 'DELETE', one);
    expect(removed.status).toBe(204);
    expect((await eventOf(removed.auditUid)).data).toMatchObject({ actionType: 'delete', resource: { name: 'base' } });
    // What was saved asks for words about it; what is gone does not.
    expect([made, changed, removed].map(({ auditNote }) => auditNote)).toEqual(['asked-for', 'asked-for', undefined]);
    for (const method of ['GET', 'DELETE'] as const) {
      expect(await call(editor, method, one)).toMatchObject({ status: 404, body: { code: 'ResourceNotFound' } });
    }
  });

  it('have a name of their own in their scope', async () => {
    await create(editor, 'taken');
    const again = await create(editor, 'taken');
    expect(again).toMatchObject({ status: 409, body: { code: 'ResourceAlreadyExists' }, auditUid: undefined });
    const other = await create(editor, 'other');
    const renamed = await call(editor, 'PUT', `${profiles}/${other.body.uid}`, {
      metadata: { name: 'taken' },
      spec: {},
    });
    expect(renamed.status).toBe(409);
    const elsewhere = { ...editor, projectUid: 'project-2' };
    expect((await create(elsewhere, 'taken')).status).toBe(201);
    const race = await Promise.all(Array.from({ length: 8 }, () => create(editor, 'race')));
    expect(race.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
  });

  it('are seen in their own scope alone', async () => {
    const admin = aCaller('Tenant Admin');
    const callers = [editor, { ...editor, projectUid: 'project-2' }, { ...editor, tenantUid: 'globex' }, admin];
    const made = await Promise.all(callers.map((caller) => create(caller, 'scoped', { s: 1 })));
    for (const [mine, caller] of callers.entries()) {
      const list = await call(caller, 'GET', profiles);
      const uids = list.body.items.map(({ metadata }) => metadata.uid);
      for (const [index, { body }] of made.entries()) {
        expect(uids.includes(body.uid)).toBe(index === mine);
        const expected = index === mine ? 200 : 404;
        expect((await call(caller, 'GET', `${profiles}/${body.uid}`)).status).toBe(expected);
      }
    }
    const viewer = aCaller('Project Viewer');
    expect((await create(viewer, 'not mine')).status).toBe(403);
  });

  it('are listed in pages, small ones where their specs are large', async () => {
    const caller = { ...editor, projectUid: 'paged' };
    const large = { blob: 'x'.repeat(900_000) };
    for (let index = 0; index < 9; index += 1) await create(caller, `p${index}`, index % 2 ? large : {});
    const names: string[] = [];
    let token = '';
    do {
      const { body } = await call(caller, 'GET', `${profiles}?limit=5&continue=${token}`);
      expect(body.listmeta.count).toBe(9);
      expect(body.items.length).toBeLessThanOrEqual(5);
      names.push(...body.items.map(({ metadata }) => metadata.name));
      token = body.listmeta.continue;
    } while (token !== '');
    expect(names).toEqual(Array.from({ length: 9 }, (_, index) => `p${index}`));
    for (const query of ['limit=x', 'limit=-1', 'offset=1.5', 'continue=%F0', 'limit=1&limit=2']) {
      expect([query, (await call(caller, 'GET', `${profiles}?${query}`)).status]).toEqual([query, 400]);
    }
  });

  it.each([
    [{}, 'metadata'],
    [{ metadata: {}, spec: {} }, 'metadata.name'],
    [{ metadata: { name: '' }, spec: {} }, 'metadata.name'],
    [{ metadata: { name: 'x'.repeat(257) }, spec: {} }, 'metadata.name'],
    [{ metadata: { name: 'a\0' }, spec: {} }, 'metadata.name'],
    [{ metadata: { name: 'x', description: 5 }, spec: {} }, 'metadata.description'],
    [{ metadata: { name: 'x' } }, 'spec'],
    [{ metadata: { name: 'x' }, spec: [] }, 'spec'],
    [{ metadata: [], spec: {} }, 'metadata'],
  ])('refuse %j, naming %s', async (body, field) => {
    const answer = await call(editor, 'POST', profiles, body);
    expect({ status: answer.status, field: answer.body.details.field }).toEqual({ status: 400, field });
  });

  it.each([
    ['odd text', { a: 'a\0b', '\uD800': ['\uDC00', '😀'] }],
    ['odd numbers', { tiny: 5e-324, huge: 1.7e308, zero: 0 }],
    ['odd keys', { constructor: 1, toString: 2, '': 3, 'a/b~c': { length: 4 }, then: 5 }],
    ['deep nesting', { a: Array.from({ length: 60 }).reduce<unknown>((inner) => [inner], 1) }],
    ['long lists', { a: Array.from({ length: 50_000 }, (_, index) => index) }],
  ])('keep a spec with %s as it is, and record it in a way that ingest takes', async (name, spec) => {
    const made = await create(editor, name, {});
    const one = `${profiles}/${made.body.uid}`;
    const changed = await call(editor, 'PUT', one, { metadata: { name }, spec });
    expect(changed.status).toBe(204);
    expect((await call(editor, 'GET', one)).body.spec).toEqual(spec);
    await eventOf(changed.auditUid);
    await eventOf((await call(editor, 'PUT', one, { metadata: { name }, spec: {} })).auditUid);
  });

  it('never show in the log what is called a secret', async () => {
    const spec = { cloud: { password: 'hunter-22', nodes: [{ token: 'abc-33' }] } };
    const made = await create(editor, 'secrets', spec);
    await eventOf(made.auditUid);
    const one = `${profiles}/${made.body.uid}`;
    const next = { cloud: { ...spec.cloud, password: 'hunter-44' } };
    const changed = await call(editor, 'PUT', one, { metadata: { name: 'secrets' }, spec: next });
    expect((await eventOf(changed.auditUid)).data.changes).toEqual([
      { path: '/spec/cloud/password', before: '********', after: '********' },
    ]);
    for (const { value } of topic.records) expect(value?.toString()).not.toMatch(/hunter|abc-33/);
  });

  it('record changes of one profile in the order in which they were made', async () => {
    const made = await create(editor, 'order');
    const one = `${profiles}/${made.body.uid}`;
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => call(editor, 'PUT', one, { metadata: { name: 'order' }, spec: { n } })),
    );
    const { body } = await call(editor, 'GET', one);
    const last = await waitFor('all events', () => {
      const events = topic.records.flatMap((record) => {
        const decision = decide(record, options);
        return decision.kind === 'event' && decision.event.resource.uid === made.body.uid ? [decision.event] : [];
      });
      return events.length === 31 && events;
    });
    let state: unknown;
    for (const { data } of last.slice(1)) {
      const change = data.changes?.find(({ path }) => path === '/spec/n');
      expect(change?.before).toEqual(state);
      state = change?.after;
    }
    expect(body.spec).toEqual({ n: state });
  });
});

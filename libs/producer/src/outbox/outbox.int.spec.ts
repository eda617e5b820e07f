import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { decide, EventSigner, type AuditEvent } from '@trailbook/contract';
import { AuditProducer } from '@trailbook/messaging';
import {
  aCaller,
  asAdministrator,
  newEventKeys,
  testDatabase,
  testParts,
  testTopics,
  waitFor,
  watchTopic,
  type TestDatabase,
  type WatchedTopic,
} from '@trailbook/testing';
import { DataSource } from 'typeorm';
import { AuditTrail } from '../trail/audit-trail';
import { afterAuditedCommit } from './after-commit';
import { OutboxRelay } from './outbox-relay';
import { OutboxStore } from './outbox-store';
import { publishRowsWith, type AuditPublisher } from './publish-rows';

jest.setTimeout(120_000);

const schema = 'cluster_profiles';
const source = '/services/spec';
const { signingKey } = newEventKeys('cluster-profiles');
const verificationKeys = EventSigner.parse(signingKey).verificationKeys(source);
const program = path.resolve(__dirname, '..', '..', 'dist', 'spec', 'killed-relay.js');
let database: TestDatabase;
let topic: WatchedTopic;
let topicName: string;
let dataSource: DataSource;
let audit: AuditTrail;
let publisher: AuditPublisher;
const relays: OutboxRelay[] = [];

beforeAll(() => void Logger.overrideLogger(false));

beforeEach(async () => {
  topicName = testTopics().events;
  [database, topic] = await Promise.all([testDatabase(), watchTopic(topicName)]);
  const url = database.url('trailbook_cluster_profiles');
  dataSource = await new DataSource({ type: 'postgres', url, installExtensions: false, poolSize: 12 }).initialize();
  publisher = new AuditProducer(topic.kafka, { topic: topicName });
  audit = new AuditTrail({ source, signingKey, schema, databaseUrl: url, publisher });
});

afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await Promise.all([publisher.close(), dataSource.destroy(), topic.stop()]);
  await database.drop();
});

function startRelay(options: { pollMs?: number } = {}): OutboxRelay {
  const databaseUrl = database.url('trailbook_cluster_profiles');
  const openStore = () => new OutboxStore(databaseUrl, schema);
  const relay = new OutboxRelay({ schema, openStore, publish: publishRowsWith(publisher), ...options });
  relays.push(relay);
  relay.start();
  return relay;
}

/** What is in Kafka so far, repeats included. */
function arrived(): AuditEvent[] {
  return topic.records.map((record) => {
    const decision = decide(record, { verificationKeys });
    if (decision.kind !== 'event' || decision.event.sourceVerification !== 'verified')
      throw new Error(JSON.stringify(decision));
    return decision.event;
  });
}

async function waiting(): Promise<number> {
  const [row] = await dataSource.query<{ count: number }[]>(`SELECT count(*)::int FROM ${schema}.outbox`);
  return row?.count ?? 0;
}

class RolledBack extends Error {}

/** Counts a resource up in a transaction that records it; one in ten is rolled back. @returns whether it committed */
async function countUp(resource: string, rollBack: boolean): Promise<boolean> {
  try {
    await dataSource.transaction(async (manager) => {
      const [row] = await manager.query<{ n: number }[]>(
        `SELECT (spec ->> 'n')::int AS n FROM ${schema}.cluster_profile WHERE uid = $1 FOR UPDATE`,
        [resource],
      );
      const n = (row?.n ?? 0) + 1;
      await manager.query(`UPDATE ${schema}.cluster_profile SET spec = $2 WHERE uid = $1`, [resource, { n }]);
      await audit.record(manager, aCaller(), {
        actionType: 'update',
        resource: { kind: 'clusterprofile', uid: resource },
        attributes: { n: String(n) },
      });
      await pause(Math.random() * 4);
      if (rollBack) throw new RolledBack();
    });
    return true;
  } catch (error) {
    if (error instanceof RolledBack) return false;
    throw error;
  }
}

describe('the outbox', () => {
  it('loses nothing and keeps the order of a resource, while its relay is killed between publishing and removing', async () => {
    const resources = Array.from({ length: 12 }, (_, index) => `r${index}`);
    await dataSource.query(
      `INSERT INTO ${schema}.cluster_profile (uid, tenant_uid, project_uid, name, description, spec)
       SELECT uid, 'acme', '', uid, '', '{"n":0}' FROM unnest($1::text[]) uid`,
      [resources],
    );
    let writing = true;
    const writers = Array.from({ length: 10 }, async () => {
      let committed = 0;
      for (let round = 0; round < 35; round += 1) {
        const resource = resources[Math.floor(Math.random() * resources.length)] ?? 'r0';
        if (await countUp(resource, Math.random() < 0.1)) committed += 1;
      }
      return committed;
    });
    const written = Promise.all(writers).finally(() => (writing = false));
    const url = database.url('trailbook_cluster_profiles');
    let kills = 0;
    while (writing || kills < 3) {
      const dieAfter = String(1 + Math.floor(Math.random() * 3));
      const child = spawn(process.execPath, [program, url, schema, testParts().kafka, topicName, dieAfter], {
        stdio: 'inherit',
      });
      const limit = setTimeout(() => child.kill('SIGKILL'), 15_000);
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
      clearTimeout(limit);
      expect(signal).toBe('SIGKILL');
      kills += 1;
      if (!writing && (await waiting()) === 0) break;
    }
    startRelay();
    // Its connection dies as well, with whatever it was doing.
    await asAdministrator(database.name, (client) =>
      client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'outbox relay%'`,
      ),
    );
    const committed = (await written).reduce((sum, count) => sum + count, 0);
    await waitFor('an empty outbox', async () => (await waiting()) === 0, { timeoutMs: 30_000 });
    const first = new Map<string, AuditEvent>();
    await waitFor('all events', () => {
      for (const event of arrived()) if (!first.has(event.uid)) first.set(event.uid, event);
      return first.size >= committed;
    });
    expect(first.size).toBe(committed);
    expect(topic.records.length).toBeGreaterThan(committed); // else no kill came between publishing and removing
    for (const resource of resources) {
      const seen = [...first.values()]
        .filter((event) => event.resource.uid === resource)
        .map((event) => Number(event.data.attributes?.n));
      expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => index + 1));
    }
    for (const { uid, time } of arrived()) expect(time).toBe(first.get(uid)?.time);
  });

  it('is out after a commit without waiting to be looked for, and never without a commit', async () => {
    const relay = startRelay({ pollMs: 600_000 });
    afterAuditedCommit(dataSource, () => relay.announce());
    for (let index = 0; index < 5; index += 1) {
      const resource = { kind: 'thing', uid: `t${index}` };
      let uid = '';
      await dataSource.transaction(async (manager) => {
        uid = await audit.record(manager, aCaller(), { actionType: 'create', resource });
        relay.announce();
        await pause(30);
        expect(arrived().some((event) => event.uid === uid)).toBe(false);
      });
      await waitFor('the event', () => arrived().some((event) => event.uid === uid), { everyMs: 5 });
    }
    const outside = audit.record(dataSource.manager, aCaller(), {
      actionType: 'create',
      resource: { kind: 'x', uid: 'x' },
    });
    await expect(outside).rejects.toThrow('An action is recorded in the transaction that changes it');
  });

  it('is emptied of a large backlog by one relay, however many are started', async () => {
    const count = 5_000;
    await dataSource.transaction(async (manager) => {
      const resource = { kind: 'thing', uid: 't' };
      await audit.record(manager, aCaller(), { actionType: 'create', resource, contentMsg: 'x'.repeat(500) });
      await manager.query(
        `INSERT INTO ${schema}.outbox (key, headers, value)
         SELECT key, headers, value FROM ${schema}.outbox, generate_series(2, ${count})`,
      );
    });
    startRelay();
    startRelay();
    await waitFor('an empty outbox', async () => (await waiting()) === 0, { timeoutMs: 30_000 });
    await waitFor('all records', () => topic.records.length >= count);
    expect(topic.records).toHaveLength(count);
  });
});

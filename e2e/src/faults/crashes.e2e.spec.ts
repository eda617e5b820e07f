import { topics } from '@trailbook/contract';
import { killHard, topicEnd, waitFor } from '@trailbook/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { startConsoleProducer, type ConsoleProducer } from '../clients/kafka-tools';
import { ask } from '../clients/rest';
import { endpoints, type User } from '../system/running-system';
import { eventLine, stream, type Streamed } from './event-stream';
import { IngestLedger } from './ingest-ledger';
import { storedOf, storedRecords, whileIngestHangs } from './store';

/** `npm run chaos` does this for long. */
const seconds = 30;
const topic = topics.events.name;

describe('while events flow and ingest, Kafka and PostgreSQL are killed', () => {
  // Of the second tenant: other specs read the whole log of the first.
  const admin = endpoints().users.at(-1) as User;
  const began = Date.now();
  const source = `/e2e/stream/${began}`;
  const ledger = new IngestLedger();
  const lags: Record<string, bigint> = {};
  const over = new AbortController();
  let producer: ConsoleProducer | undefined;
  let sent: Streamed;
  let before: { records: bigint; received: number };

  /** Kills a part while ingest has taken records and not committed them. Resolves when the part is back. */
  async function kill(part: string): Promise<void> {
    const pid = endpoints().pids[part] as number;
    await whileIngestHangs(async () => {
      lags[part] = (await topicEnd(endpoints().kafka, topic)) - (await storedRecords());
      if (part === 'ingest') await ledger.close();
      await killHard(pid);
    });
    await waitFor(`${part} to be started again`, () => endpoints().pids[part] !== pid, { timeoutMs: 60_000 });
  }

  beforeAll(async () => {
    before = { records: await topicEnd(endpoints().kafka, topic), received: (await ledger.total()).received };
    producer = await startConsoleProducer(topic);
    const line = (number: number) => eventLine(number, source, admin.tenantUid, began);
    const streaming = stream(producer, line, seconds, over.signal);
    for (const part of ['ingest', 'kafka', 'postgres']) {
      await sleep(2_000);
      await kill(part);
    }
    sent = await streaming;
    await producer.finish();
  }, 240_000);

  afterAll(() => {
    over.abort();
    producer?.abandon();
  });

  it('each was killed while the store lagged behind', () => {
    expect(lags).toEqual({ ingest: expect.any(BigInt), kafka: expect.any(BigInt), postgres: expect.any(BigInt) });
    for (const lag of Object.values(lags)) expect(lag).toBeGreaterThan(0n);
  });

  it('the store holds each event exactly once', async () => {
    await waitFor('everything to be stored', async () => (await storedOf(source)).different === sent.events, {
      timeoutMs: 90_000,
      everyMs: 500,
    });
    const behind = async () => (await topicEnd(endpoints().kafka, topic)) - (await storedRecords());
    await waitFor('the end of the topic', async () => (await behind()) === 0n, { timeoutMs: 30_000, everyMs: 500 });
    expect(await storedOf(source)).toEqual({ rows: sent.events, different: sent.events });
  }, 130_000);

  it('readers count them alike', async () => {
    const filter = `resourceKind=e2e-stream&startTime=${new Date(began).toISOString()}`;
    const list = await ask('GET', `/v1/audits?${filter}&limit=1`, { user: admin });
    expect(list.body.listmeta.count).toBe(sent.events);
  });

  it('records were delivered again, and repeats recognised: the run has exercised something', async () => {
    const written = Number((await topicEnd(endpoints().kafka, topic)) - before.records);
    const { received, repeats, attempts } = await ledger.total();
    expect(written).toBeGreaterThanOrEqual(sent.events + sent.repeats);
    expect(received - before.received).toBeGreaterThan(written);
    expect(repeats).toBeGreaterThan(0);
    expect(attempts).toBeGreaterThan(0);
    expect(sent.repeats).toBeGreaterThan(1_000);
  });
});

import 'reflect-metadata';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { auditTopics, AuditProducer, connectKafka, ensureTopics, watermarks } from '@trailbook/messaging';
import { AuditTrail, outboxTable, ProducerModule, serviceCaller, type ProducerOptions } from '@trailbook/producer';
import { DataSource } from 'typeorm';
import type { BenchParts } from './ingest/parts';
import { median } from './system/median';
import { progress, runWithParts } from './system/run-with-parts';

const topic = 'audit.events';
const schema = 'service';
/** Transactions that a busy service has under way at a time. */
const writers = 8;

/** Changes a resource and records it, as a service does: one transaction for each event. */
async function write(dataSource: DataSource, audit: AuditTrail, events: number): Promise<void> {
  let next = 0;
  const writer = async () => {
    for (let n = (next += 1); n <= events; n = next += 1) {
      await dataSource.transaction(async (manager) => {
        await manager.query(`UPDATE ${schema}.resource SET version = version + 1 WHERE id = $1`, [n % 1_000]);
        await audit.record(manager, serviceCaller('bench', `tenant-${n % 20}`), {
          actionType: 'update',
          resource: { kind: 'cluster', uid: `cluster-${n % 1_000}`, name: `cluster-${n % 1_000}` },
          before: { spec: { version: n, replicas: 3 } },
          after: { spec: { version: n + 1, replicas: 5 } },
        });
      });
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

async function untilEmpty(dataSource: DataSource): Promise<void> {
  for (;;) {
    const [row] = await dataSource.query<{ waiting: boolean }[]>(
      `SELECT EXISTS (SELECT FROM ${schema}.outbox) AS waiting`,
    );
    if (row?.waiting === false) return;
    await sleep(5);
  }
}

interface Round {
  /** Of a backlog, by the relay alone. */
  relayedPerSecond: number;
  /** Written in transactions and relayed at the same time, until the last is in Kafka. */
  eventsPerSecond: number;
}

async function round(parts: BenchParts, events: number, n: number): Promise<Round> {
  const url = await parts.database(`service_${n}`);
  const dataSource = await new DataSource({ type: 'postgres', url, poolSize: writers + 1 }).initialize();
  for (const statement of [
    `CREATE SCHEMA ${schema}`,
    `CREATE TABLE ${schema}.resource AS SELECT id, 1 AS version FROM generate_series(0, 999) AS id`,
    `ALTER TABLE ${schema}.resource ADD PRIMARY KEY (id)`,
    ...outboxTable(schema, 'postgres'),
  ]) {
    await dataSource.query(statement);
  }
  const kafka = connectKafka({ brokers: [parts.kafka.brokers], ssl: false }, { clientId: 'bench' });
  const publisher = new AuditProducer(kafka, { topic });
  const options: ProducerOptions = { source: '/services/bench', schema, databaseUrl: url, publisher };
  await write(dataSource, new AuditTrail(options), events);
  await dataSource.destroy();

  const database = TypeOrmModule.forRoot({ type: 'postgres', url, poolSize: writers + 1 });
  @Module({ imports: [database, ProducerModule.forRoot(options)] })
  class ServiceModule {}
  const started = performance.now();
  const service = await NestFactory.createApplicationContext(ServiceModule, { logger: ['warn', 'error'] });
  try {
    const own = service.get(DataSource);
    await untilEmpty(own);
    const relayed = performance.now();
    await write(own, service.get(AuditTrail), events);
    await untilEmpty(own);
    const ended = performance.now();
    return {
      relayedPerSecond: Math.round(events / ((relayed - started) / 1_000)),
      eventsPerSecond: Math.round(events / ((ended - relayed) / 1_000)),
    };
  } finally {
    await service.close();
  }
}

async function measure(parts: BenchParts, events: number, rounds: number): Promise<object> {
  const kafka = connectKafka({ brokers: [parts.kafka.brokers], ssl: false }, { clientId: 'bench' });
  await ensureTopics(kafka, auditTopics({ events: topic, partitions: 12 }));
  const done: Round[] = [];
  for (let n = 1; n <= rounds; n += 1) {
    done.push(await round(parts, events, n));
    progress(`round ${n}: ${JSON.stringify(done.at(-1))}`);
  }
  const kept = [...(await watermarks(kafka, topic)).values()].reduce((sum, { high }) => sum + Number(high), 0);
  if (kept !== 2 * events * rounds) throw new Error(`${kept} events are in Kafka, of ${2 * events * rounds}`);
  return {
    events,
    relayedPerSecond: median(done.map(({ relayedPerSecond }) => relayedPerSecond)),
    eventsPerSecond: median(done.map(({ eventsPerSecond }) => eventsPerSecond)),
  };
}

const option = (fallback: string) => ({ type: 'string' as const, default: fallback });
const { values } = parseArgs({ options: { events: option('30000'), rounds: option('3') } });
const [events, rounds] = [Number(values.events), Number(values.rounds)];
if (!Number.isInteger(events) || events < 1_000) throw new Error('--events: a whole number, at least 1000');
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds: a whole number, at least 1');
runWithParts((parts) => measure(parts, events, rounds));

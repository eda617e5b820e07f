import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort, kafkaJars, KafkaServer, PostgresServer } from './index';
import { probeBroker } from './kafka/broker-probe';
import { processesIn } from './postgres/orphans';

async function untilBusy(url: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  const busy = `SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %'`;
  while ((await client.query(busy)).rowCount === 0) await sleep(20);
  await client.end();
}

describe('a part that is killed', () => {
  // A folder closed to everyone else, as `mktemp -d` makes it: also root's PostgreSQL has to find its way in.
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parts-spec-'));
  const of = (name: string) => ({ folder: path.join(folder, name), logFile: path.join(folder, `${name}.log`) });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('PostgreSQL: comes back on the same port with its data, however busy its children were', async () => {
    const port = await freePort();
    const postgres = new PostgresServer({ ...of('postgres'), port, password: 'secret' });
    await postgres.start();
    const client = new Client(postgres.url());
    const lost = new Promise((resolve) => client.on('error', resolve));
    await client.connect();
    await client.query('CREATE TABLE kept AS SELECT 7 AS n');
    // Never looks whether its postmaster is still there.
    const busy = client
      .query(`DO $$ BEGIN WHILE clock_timestamp() < now() + interval '1 minute' LOOP END LOOP; END $$`)
      .catch(() => 'cut off');
    await untilBusy(postgres.url());
    postgres.kill('SIGKILL');
    await postgres.exited;

    await postgres.start();
    expect(await busy).toBe('cut off');
    await lost;
    const again = new Client(postgres.url());
    await again.connect();
    expect((await again.query('SELECT n FROM kept')).rows).toEqual([{ n: 7 }]);
    await again.end();
    await postgres.stop();
    expect(processesIn(path.join(folder, 'postgres', 'data'))).toEqual([]);
  }, 60_000);

  it('Kafka: comes back on the same port as the same cluster', async () => {
    const jars = await kafkaJars(() => undefined);
    const [port, controllerPort] = [await freePort(), await freePort()];
    const kafka = new KafkaServer({ ...of('kafka'), port, controllerPort, jars });
    await kafka.start();
    const { pid } = kafka;
    kafka.kill('SIGKILL');
    await kafka.exited;
    await expect(probeBroker(port)).rejects.toThrow();
    await kafka.start();
    await probeBroker(port);
    expect(kafka.pid).not.toBe(pid);
    await kafka.stop();
    expect(kafka.pid).toBeUndefined();
  }, 120_000);

  it('says why it does not start, with the end of its log', async () => {
    const taken = await freePort();
    const one = new PostgresServer({ ...of('one'), port: taken, password: 'secret' });
    const other = new PostgresServer({ ...of('other'), port: taken, password: 'another' });
    await one.start();
    await expect(other.start()).rejects.toThrow(/postgres ended .* could not create any TCP\/IP sockets/s);
    await one.stop();
  }, 60_000);
});

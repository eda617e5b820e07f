import { createHash, createHmac } from 'node:crypto';
import { sinkMessage } from '@trailbook/contract';
import { Pool } from 'undici';
import { eventAt, randomNumbers } from '../store-layout/events';
import { awsKey, type StandIn } from './stand-in';

const connections = 2;
/** Different ready-made batches, used again and again: all of a run's would not fit into memory. */
const mostBodies = 100;
const maxBatchBytes = 1_048_576;
const overheadBytes = 26;
const target = { logGroupName: 'limit', logStreamName: 'limit' };

interface ReadyCall {
  body: Buffer;
  events: number;
  headers: Record<string, string>;
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, data: string) => createHmac('sha256', key).update(data).digest();

/** A call's headers with its Signature Version 4 (AWS General Reference, "Signing AWS API requests"). */
function signed(url: URL, operation: string, body: Buffer): Record<string, string> {
  const date = new Date().toISOString().replace(/[:-]|\.\d{3}/g, '');
  const headers: Record<string, string> = {
    'content-type': 'application/x-amz-json-1.1',
    host: url.host,
    'x-amz-date': date,
    'x-amz-target': `Logs_20140328.${operation}`,
  };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = ['POST', '/', '', lines.join(''), names, sha256(body)].join('\n');
  const scope = `${date.slice(0, 8)}/us-east-1/logs/aws4_request`;
  const dateKey = hmac(`AWS4${awsKey.secretAccessKey}`, date.slice(0, 8));
  const key = hmac(hmac(hmac(dateKey, 'us-east-1'), 'logs'), 'aws4_request');
  const signature = createHmac('sha256', key)
    .update(['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n'))
    .digest('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${awsKey.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
}

/** Full batches of such events as the run's, made before anything is measured. */
function readyBatches(events: number, now: number): { body: Buffer; events: number }[] {
  const random = randomNumbers(42);
  const batches: { body: Buffer; events: number }[] = [];
  for (let done = 0; done < events && batches.length < mostBodies;) {
    const logEvents: { timestamp: number; message: string }[] = [];
    for (let bytes = 0; ; done += 1) {
      const { event, receivedAt } = eventAt(done, now - 3_600_000 + done, 1, random);
      const message = sinkMessage({ ...event, receivedAt });
      bytes += message.length + overheadBytes;
      if (bytes > maxBatchBytes) break;
      logEvents.push({ timestamp: event.time, message: message.toString() });
    }
    batches.push({ body: Buffer.from(JSON.stringify({ ...target, logEvents })), events: logEvents.length });
  }
  return batches;
}

/** What the stand-in takes at most: ready-made, signed, full batches over two connections. Answers events a second. */
export class Limit {
  private readonly batches: { body: Buffer; events: number }[];
  private readonly url: URL;

  constructor(
    standIn: StandIn,
    private readonly events: number,
    now: number,
  ) {
    this.url = new URL(standIn.url);
    this.batches = readyBatches(events, now);
  }

  async prepare(): Promise<void> {
    const pool = new Pool(this.url.origin, { connections: 1 });
    for (const operation of ['CreateLogGroup', 'CreateLogStream']) {
      const body = Buffer.from(JSON.stringify(operation === 'CreateLogGroup' ? { logGroupName: 'limit' } : target));
      await send(pool, { body, events: 0, headers: signed(this.url, operation, body) });
    }
    await pool.close();
    // The first calls are slower: nothing of what handles them is compiled yet.
    await this.measure(this.events / 5);
  }

  async measure(events = this.events): Promise<number> {
    const calls = this.batches.map((batch): ReadyCall => {
      return { ...batch, headers: signed(this.url, 'PutLogEvents', batch.body) };
    });
    const pool = new Pool(this.url.origin, { connections });
    let sent = 0;
    let next = 0;
    const work = async () => {
      while (sent < events) {
        const call = calls[next++ % calls.length];
        if (call === undefined) throw new Error('there are no batches');
        sent += call.events;
        await send(pool, call);
      }
    };
    const started = process.hrtime.bigint();
    await Promise.all(Array.from({ length: connections }, work));
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    await pool.close();
    return sent / seconds;
  }
}

async function send(pool: Pool, { body, headers }: ReadyCall): Promise<void> {
  const answer = await pool.request({ method: 'POST', path: '/', headers, body });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`the stand-in answered ${answer.statusCode}: ${text}`);
}

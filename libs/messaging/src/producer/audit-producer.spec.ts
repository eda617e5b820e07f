import { PublishRefusedError, PublishTimeoutError } from '../errors';
import type { KafkaConnection } from '../kafka/connection';
import { silentLog } from '../log';
import { AuditProducer } from './audit-producer';

type Sent = { topicMessages: { topic: string; messages: { value: string }[] }[] };
type Answer = Error | 'ok' | 'never';

const failure = (type: string) => Object.assign(new Error(`it was ${type}`), { type });

/** Kafka's clients as the producer makes them, each with its sends; what Kafka answers is scripted. */
class Script {
  readonly clients: { sends: string[][]; disconnected: boolean }[] = [];

  constructor(private readonly answers: Answer[]) {}

  get connection(): KafkaConnection {
    return { log: silentLog, producer: () => this.client() } as unknown as KafkaConnection;
  }

  get sends(): string[][] {
    return this.clients.flatMap(({ sends }) => sends);
  }

  private client() {
    const made = { sends: [] as string[][], disconnected: false };
    this.clients.push(made);
    return {
      connect: () => Promise.resolve(),
      disconnect: () => Promise.resolve(void (made.disconnected = true)),
      sendBatch: ({ topicMessages }: Sent): Promise<void> => {
        made.sends.push(topicMessages.flatMap(({ messages }) => messages.map(({ value }) => value)));
        const answer = this.answers.shift() ?? 'ok';
        if (answer === 'never') return new Promise(() => undefined);
        return answer === 'ok' ? Promise.resolve() : Promise.reject(answer);
      },
    };
  }
}

const record = (value: string) => ({ key: null, value });

describe('the producer', () => {
  it('sends what is handed over in the same turn together, and one batch at a time', async () => {
    const script = new Script([]);
    const producer = new AuditProducer(script.connection, { topic: 't' });
    const first = [producer.publish([record('a'), record('b')]), producer.publish([record('c')])];
    await Promise.all(first);
    await producer.publish([record('d')]);
    expect(script.sends).toEqual([['a', 'b', 'c'], ['d']]);
    expect(script.clients.length).toBe(1);
  });

  it('sends the very same batch again when the answer was lost, before anything else', async () => {
    const script = new Script([failure('NETWORK'), failure('NETWORK'), 'ok', 'ok']);
    const producer = new AuditProducer(script.connection, { topic: 't' });
    const first = producer.publish([record('a')]);
    await Promise.resolve();
    await Promise.resolve();
    const second = producer.publish([record('b')]);
    await Promise.all([first, second]);
    expect(script.sends).toEqual([['a'], ['a'], ['a'], ['b']]);
    expect(script.clients.length).toBe(1);
  });

  it('goes on under a new producer id after giving up: the old numbers may be used up or not', async () => {
    const script = new Script(['never', 'ok']);
    const producer = new AuditProducer(script.connection, { topic: 't', timeoutMs: 100 });
    await expect(producer.publish([record('a')])).rejects.toThrow(PublishTimeoutError);
    await producer.publish([record('b')]);
    expect(script.clients.map(({ sends, disconnected }) => [sends, disconnected])).toEqual([
      [[['a']], true],
      [[['b']], false],
    ]);
  });

  it('goes on under a new producer id when Kafka has lost count', async () => {
    const script = new Script([failure('OUT_OF_ORDER_SEQUENCE_NUMBER'), 'ok']);
    const producer = new AuditProducer(script.connection, { topic: 't' });
    await producer.publish([record('a')]);
    expect(script.clients.map(({ sends }) => sends)).toEqual([[['a']], [['a']]]);
  });

  it('does not repeat what Kafka refuses for good, and drops what would overtake it', async () => {
    const script = new Script([failure('MESSAGE_TOO_LARGE'), 'ok']);
    const producer = new AuditProducer(script.connection, { topic: 't', maxBatchRecords: 1 });
    await expect(producer.publish([record('a'), record('b')])).rejects.toThrow(PublishRefusedError);
    await producer.publish([record('c')]);
    expect(script.sends).toEqual([['a'], ['c']]);
  });

  it('says when it is late with what it never sent', async () => {
    const script = new Script(['never']);
    const producer = new AuditProducer(script.connection, { topic: 't', timeoutMs: 80, maxBatchRecords: 1 });
    const both = [producer.publish([record('a')]), producer.publish([record('b')])];
    await expect(both[0]).rejects.toThrow(PublishTimeoutError);
    await expect(both[1]).rejects.toThrow(/80 ms/);
    expect(script.sends).toEqual([['a']]);
  });

  it('finishes what it has before it closes, and takes nothing more', async () => {
    const script = new Script([failure('NETWORK'), 'ok']);
    const producer = new AuditProducer(script.connection, { topic: 't' });
    const publishing = producer.publish([record('a')]);
    await producer.close();
    await publishing;
    await expect(producer.publish([record('b')])).rejects.toThrow('closed');
    expect(script.clients[0]?.disconnected).toBe(true);
  });
});

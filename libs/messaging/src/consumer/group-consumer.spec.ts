import { EventEmitter } from 'node:events';
import { waitFor } from '@trailbook/testing';
import type { KafkaConnection } from '../kafka/connection';
import { silentLog } from '../log';
import { GroupConsumer } from './group-consumer';

jest.mock('../admin/log-identity', () => ({ logIdentity: () => Promise.resolve('log') }));

/** kafkajs's consumer, as far as it is steered: it refuses that before it runs, and from its crash on, even before telling. */
class ClientConsumer extends EventEmitter {
  readonly events = { GROUP_JOIN: 'join', END_BATCH_PROCESS: 'end', FETCH: 'fetch', CRASH: 'crash' };
  readonly seeks: unknown[] = [];
  refusing = true;
  /** What happened to it, in order. */
  readonly life: string[] = [];
  connected: Promise<void> = Promise.resolve();
  started: Promise<void> = Promise.resolve();
  connect = () => this.connected;
  disconnect = () => Promise.resolve(void this.life.push('disconnected'));
  subscribe = () => Promise.resolve();
  commitOffsets = () => Promise.resolve();
  run = async () => {
    this.refusing = false;
    await this.started;
    this.life.push('started');
    this.emit('join', { payload: { memberId: 'm', memberAssignment: { t: [0] } } });
  };
  seek = (to: unknown) => void (this.refuse(), this.seeks.push(to));
  pause = () => this.refuse();
  resume = () => this.refuse();

  private refuse(): void {
    if (this.refusing) throw new Error('Consumer group was not initialized, consumer#run must be called first');
  }
}

function deferred<T>() {
  let resolve!: (value: T) => void;
  return { promise: new Promise<T>((done) => (resolve = done)), resolve: (value: T) => resolve(value) };
}

const turn = () => new Promise((done) => setImmediate(done));

describe('a member of a consumer group', () => {
  let clients: ClientConsumer[];
  let prepared: (client: ClientConsumer, number: number) => void;
  const kafka = {
    log: silentLog,
    consumer: () => {
      const client = new ClientConsumer();
      prepared(client, clients.length);
      clients.push(client);
      return client;
    },
  } as unknown as KafkaConnection;
  const memberWhose = (assigned: () => Promise<Map<number, bigint>>) =>
    new GroupConsumer(
      kafka,
      { name: 'spec', topic: 't', group: 'g' },
      {
        batch: () => Promise.resolve(),
        assigned,
        revoked: () => Promise.resolve(),
        stopping: () => Promise.resolve(),
      },
    );

  beforeEach(() => {
    clients = [];
    prepared = () => undefined;
  });

  it('starts again when its client crashed while the handler looked for its positions', async () => {
    let asked = 0;
    const member = memberWhose(() => {
      asked += 1;
      if (asked === 1) clients[0]!.refusing = true;
      return Promise.resolve(new Map([[0, 7n]]));
    });
    member.start();
    await waitFor('the second client to be placed', () => (clients[1]?.seeks.length ?? 0) > 0);
    expect(clients[1]?.seeks).toEqual([{ topic: 't', partition: 0, offset: '7' }]);
    clients[1]!.refusing = true;
    member.resume();
    await waitFor('the third client to be placed', () => (clients[2]?.seeks.length ?? 0) > 0);
    clients[2]!.refusing = true;
    await expect(member.stop()).resolves.toBeUndefined();
  });

  it('reads again what was put back, once it is told to, and nothing of it in between', async () => {
    const member = memberWhose(() => Promise.resolve(new Map([[0, 7n]])));
    member.start();
    await waitFor('the client to be placed', () => (clients[0]?.seeks.length ?? 0) > 0);
    const [client] = clients as [ClientConsumer];
    const [pause, resume] = [jest.spyOn(client, 'pause'), jest.spyOn(client, 'resume')];
    const assignment = 1;
    const next = member.putBack(0, assignment, 5n);
    expect(next).toBeGreaterThan(assignment);
    expect(client.seeks.at(-1)).toEqual({ topic: 't', partition: 0, offset: '5' });
    expect(pause).toHaveBeenCalledTimes(1);
    // What is in flight of the assignment before is void, and neither a pause nor its end lets the partition go on.
    expect(member.putBack(0, assignment, 6n)).toBeUndefined();
    member.proceed(0, assignment);
    member.pause();
    member.resume();
    expect(resume).not.toHaveBeenCalled();
    member.proceed(0, next!);
    expect(resume).toHaveBeenCalledTimes(1);
    await member.stop();
  });

  it('asks where a partition starts only when the handler has given it up, where it comes back at once', async () => {
    const told: string[] = [];
    const givenUp = deferred<void>();
    const member = new GroupConsumer(
      kafka,
      { name: 'spec', topic: 't', group: 'g' },
      {
        batch: () => Promise.resolve(),
        assigned: () => {
          told.push('assigned');
          return Promise.resolve(new Map([[0, 7n]]));
        },
        revoked: async () => {
          told.push('revoked');
          await givenUp.promise;
          told.push('given up');
        },
        stopping: () => Promise.resolve(),
      },
    );
    member.start();
    await waitFor('the client to be placed', () => (clients[0]?.seeks.length ?? 0) > 0);
    // Kafka had expelled it: it is a new member, with the same partition.
    clients[0]!.emit('join', { payload: { memberId: 'n', memberAssignment: { t: [0] } } });
    // Nor is what a further decision takes and gives.
    clients[0]!.emit('join', { payload: { memberId: 'n', memberAssignment: { t: [] } } });
    clients[0]!.emit('join', { payload: { memberId: 'n', memberAssignment: { t: [0] } } });
    await turn();
    expect(told).toEqual(['assigned', 'revoked']);
    givenUp.resolve();
    await waitFor('the client to be placed again', () => (clients[0]?.seeks.length ?? 0) > 1);
    expect(told).toEqual(['assigned', 'revoked', 'given up', 'revoked', 'given up', 'assigned']);
    await member.stop();
  });

  it('leaves the next client alone when the positions of a session that is over come in', async () => {
    const late = deferred<Map<number, bigint>>();
    const connection = deferred<void>();
    prepared = (client, number) => {
      if (number === 1) client.connected = connection.promise;
    };
    const member = memberWhose(() => (clients.length === 1 ? late.promise : Promise.resolve(new Map([[0, 7n]]))));
    member.start();
    await waitFor('the first client to start', () => clients[0]?.life.includes('started') === true);
    clients[0]!.emit('crash', { payload: { error: new Error('gone') } });
    await waitFor('the second client', () => clients.length === 2);
    late.resolve(new Map([[0, 3n]]));
    await turn();
    connection.resolve();
    await waitFor('the second client to be placed', () => (clients[1]?.seeks.length ?? 0) > 0);
    expect(clients).toHaveLength(2);
    expect(clients[1]?.life).toEqual(['started']);
    await member.stop();
  });

  it('ends a client that is starting once it has started, and one that is connecting before it starts', async () => {
    for (const [step, life] of [
      ['started', ['started', 'disconnected']],
      ['connected', ['disconnected']],
    ] as const) {
      clients = [];
      const done = deferred<void>();
      prepared = (client) => void (client[step] = done.promise);
      const member = memberWhose(() => Promise.resolve(new Map([[0, 7n]])));
      member.start();
      await waitFor('the client', () => clients.length === 1);
      const stopped = member.stop();
      await turn();
      expect(clients[0]?.life).toEqual([]);
      done.resolve();
      await stopped;
      expect(clients[0]?.life).toEqual(life);
      expect(clients).toHaveLength(1);
    }
  });
});

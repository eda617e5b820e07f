import { EventEmitter } from 'node:events';
import { waitFor } from '@trailbook/testing';
import type { KafkaConnection } from '../kafka/connection';
import { silentLog } from '../log';
import { GroupConsumer } from './group-consumer';

jest.mock('../admin/log-identity', () => ({ logIdentity: () => Promise.resolve('log') }));

/** kafkajs's consumer, as far as it is steered: after its crash it refuses that, before it has told of it. */
class ClientConsumer extends EventEmitter {
  readonly events = { GROUP_JOIN: 'join', END_BATCH_PROCESS: 'end', FETCH: 'fetch', CRASH: 'crash' };
  readonly seeks: unknown[] = [];
  crashed = false;
  connect = () => Promise.resolve();
  disconnect = () => Promise.resolve();
  subscribe = () => Promise.resolve();
  commitOffsets = () => Promise.resolve();
  run = () => {
    this.emit('join', { payload: { memberId: 'm', memberAssignment: { t: [0] } } });
    return Promise.resolve();
  };
  seek = (to: unknown) => void (this.refuse(), this.seeks.push(to));
  pause = () => this.refuse();
  resume = () => this.refuse();

  private refuse(): void {
    if (this.crashed) throw new Error('Consumer group was not initialized, consumer#run must be called first');
  }
}

describe('a member of a consumer group', () => {
  const clients: ClientConsumer[] = [];
  const kafka = {
    log: silentLog,
    consumer: () => {
      clients.push(new ClientConsumer());
      return clients.at(-1);
    },
  } as unknown as KafkaConnection;

  it('starts again when its client crashed while the handler looked for its positions', async () => {
    let asked = 0;
    const member = new GroupConsumer(
      kafka,
      { name: 'spec', topic: 't', group: 'g' },
      {
        batch: () => Promise.resolve(),
        assigned: () => {
          asked += 1;
          if (asked === 1) clients[0]!.crashed = true;
          return Promise.resolve(new Map([[0, 7n]]));
        },
        revoked: () => Promise.resolve(),
        stopping: () => Promise.resolve(),
      },
    );
    member.start();
    await waitFor('the second client to be placed', () => (clients[1]?.seeks.length ?? 0) > 0);
    expect(clients[1]?.seeks).toEqual([{ topic: 't', partition: 0, offset: '7' }]);
    clients[1]!.crashed = true;
    member.resume();
    await waitFor('the third client to be placed', () => (clients[2]?.seeks.length ?? 0) > 0);
    clients[2]!.crashed = true;
    await expect(member.stop()).resolves.toBeUndefined();
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { OutboxRelay, type RelayStore } from './outbox-relay';
import type { OutboxRow } from './outbox-store';

beforeAll(() => void Logger.overrideLogger(false));
afterAll(() => void Logger.overrideLogger(['log', 'warn', 'error']));

const row = (id: number): OutboxRow => ({ id: String(id), key: 'acme', headers: {}, value: `${id}` });

/** An outbox whose steps fail as told: each step takes the next outcome of its list, and succeeds when it has run out. */
class ScriptedOutbox {
  readonly rows = new Map<number, OutboxRow>();
  readonly published: string[] = [];
  private held = false;

  constructor(private readonly faults: { publish: boolean[]; remove: boolean[]; first: boolean[] }) {}

  open(): RelayStore {
    return {
      open: () => Promise.resolve(),
      lock: () => Promise.resolve(this.held ? false : (this.held = true)),
      first: (limit) => this.step('first', () => [...this.rows.values()].slice(0, limit)),
      remove: (rows) => this.step('remove', () => rows.forEach(({ id }) => this.rows.delete(Number(id)))),
      backlog: () => Promise.resolve({ waiting: this.rows.size, oldestSeconds: 0 }),
      close: () => Promise.resolve((this.held = false)).then(() => undefined),
    };
  }

  publish = (rows: readonly OutboxRow[]) =>
    this.step('publish', () => void this.published.push(...rows.map(({ id }) => id)));

  private async step<T>(name: keyof typeof this.faults, act: () => T): Promise<T> {
    await Promise.resolve();
    if (this.faults[name].shift() === true) throw new Error(`${name} failed`);
    return act();
  }
}

function relayOf(outbox: ScriptedOutbox, batchSize: number): OutboxRelay {
  return new OutboxRelay({
    schema: 'spec',
    openStore: () => outbox.open(),
    publish: outbox.publish,
    batchSize,
    pollMs: 1,
  });
}

async function until(condition: () => boolean): Promise<void> {
  for (const limit = Date.now() + 20_000; !condition(); await pause(1)) {
    if (Date.now() > limit) throw new Error('not within 20 s');
  }
}

describe('OutboxRelay', () => {
  it('publishes everything, first arrivals in order, whichever steps fail', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const faults = fc.array(fc.boolean(), { maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(
        fc.record({ publish: faults, remove: faults, first: faults }),
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 6 }),
        async (script, batchSize, bursts) => {
          const outbox = new ScriptedOutbox(script);
          const relay = relayOf(outbox, batchSize);
          relay.start();
          let next = 0;
          for (const burst of bursts) {
            for (let index = 0; index < burst; index += 1) outbox.rows.set(next, row(next++));
            relay.announce();
            await pause(0);
          }
          await until(() => outbox.rows.size === 0);
          await relay.stop();
          expect([...new Set(outbox.published)]).toEqual(Array.from({ length: next }, (_, index) => String(index)));
        },
      ),
      { numRuns: 40 },
    );
    jest.restoreAllMocks();
  }, 60_000);

  it('stays ready while Kafka is away, and not when the outbox can not be read', async () => {
    const outbox = new ScriptedOutbox({ publish: Array<boolean>(50).fill(true), remove: [], first: [] });
    outbox.rows.set(1, row(1));
    const relay = relayOf(outbox, 10);
    relay.start();
    await pause(20);
    expect(() => relay.check()).not.toThrow();
    await relay.stop();
    const unreadable = relayOf(
      new ScriptedOutbox({ publish: [], remove: [], first: Array<boolean>(50).fill(true) }),
      10,
    );
    unreadable.start();
    await pause(20);
    expect(() => unreadable.check()).toThrow("The outbox can't be read: first failed");
    await unreadable.stop();
  });

  it('publishes what is left before it stops', async () => {
    const outbox = new ScriptedOutbox({ publish: [], remove: [], first: [] });
    const relay = relayOf(outbox, 2);
    for (let id = 0; id < 9; id += 1) outbox.rows.set(id, row(id));
    relay.start();
    await relay.stop();
    expect(outbox.published).toHaveLength(9);
  });

  it('leaves the outbox to the relay that has its lock', async () => {
    const outbox = new ScriptedOutbox({ publish: [], remove: [], first: [] });
    const [one, two] = [relayOf(outbox, 2), relayOf(outbox, 2)];
    one.start();
    await pause(5);
    two.start();
    for (let id = 0; id < 9; id += 1) outbox.rows.set(id, row(id));
    await until(() => outbox.rows.size === 0);
    expect(outbox.published).toHaveLength(9);
    await Promise.all([one.stop(), two.stop()]);
  });
});

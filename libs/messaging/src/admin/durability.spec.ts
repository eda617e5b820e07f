import fc from 'fast-check';
import { minInsyncFor, replicationWarnings } from './durability';

const remedy = (right: number) =>
  `set it to ${right} with kafka-configs.sh --alter --entity-type topics --entity-name t --add-config min.insync.replicas=${right}`;

describe('the replication of a topic', () => {
  it('lets one broker be away, and loses nothing with it, where there are three', () => {
    expect([1, 2, 3, 5].map(minInsyncFor)).toEqual([1, 1, 2, 4]);
  });

  it.each([
    [{ replicas: 3, minInsync: 1 }, 'with 3 replicas: records that were acknowledged can be lost with one broker'],
    [{ replicas: 3, minInsync: 3 }, 'with 3 replicas: it takes no records while one broker is away'],
    [{ replicas: 2, minInsync: 2 }, 'with 2 replicas: it takes no records while one broker is away'],
    [{ replicas: 1, minInsync: 2 }, 'with 1 replica: it takes no records at all'],
  ])('is warned of at %j', ({ replicas, minInsync }, problem) => {
    expect(replicationWarnings({ name: 't', replicas, wanted: replicas, minInsync })).toEqual([
      `topic t has min.insync.replicas=${minInsync} ${problem}; ${remedy(minInsyncFor(replicas))}`,
    ]);
  });

  it('is warned of where there are fewer replicas than were asked for', () => {
    expect(replicationWarnings({ name: 't', replicas: 1, wanted: 3, minInsync: 1 })).toEqual([
      'topic t has fewer replicas, 1, than were asked for, 3: add replicas with kafka-reassign-partitions.sh',
    ]);
  });

  it('is good where it is as a new topic would be', () => {
    const replicas = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(replicas, replicas, (some, more) => {
        const topic = { name: 't', replicas: Math.max(some, more), wanted: some };
        expect(replicationWarnings({ ...topic, minInsync: minInsyncFor(topic.replicas) })).toEqual([]);
      }),
    );
  });
});

import { cutBatches } from '@trailbook/sinks';
import fc from 'fast-check';
import { receiptsOf } from '../receipts/receipt';
import { unpackUids } from '../receipts/uid-hash';
import { Lane } from './lane';
import { LogEvent } from './log-event';
import { LogEvents } from './log-events';
import { SlabPool, type MessageSlab } from './message-slab';

const lanes = [0, 1, 2].map((partition) => new Lane({ epochId: 7, partition, term: 1n }, 0n, false));
const since = 5;

/** Where a message lies: behind the last one, further on in the same slab, in another slab, or in memory of its own. */
const place = fc.constantFrom('next', 'next', 'next', 'next', 'gap', 'slab', 'own');
const steps = fc.array(
  fc.record({ uid: fc.uuid(), lane: fc.nat(2), time: fc.nat(), padding: fc.nat({ max: 50 }), place }),
  { maxLength: 100 },
);

/** The events of a log, as its reader makes them, each with the lane that it is for. */
function laidOut(given: typeof steps extends fc.Arbitrary<infer T> ? T : never) {
  const pool = new SlabPool();
  const slabs: MessageSlab[] = [pool.open()];
  const events = given.map(({ uid, lane, time, padding, place: where }, n) => {
    const text = Buffer.from(JSON.stringify({ uid, padding: '"'.repeat(padding) }));
    if (where === 'slab') slabs.push(pool.open());
    const slab = slabs.at(-1)!;
    if (where === 'gap') slab.reserve(7);
    const start = where === 'own' ? 0 : slab.reserve(text.length);
    if (where !== 'own') text.copy(slab.memory, start);
    const memory = where === 'own' ? text : slab;
    const event = new LogEvent(7, lane, BigInt(n) + 2n ** 60n, time, n / 3, since, memory, start, text.length);
    return { lane: lanes[lane]!, event, text, uid };
  });
  const all = new LogEvents(since);
  for (const { lane, event } of events) all.push(lane, event);
  return { slabs, events, all };
}

describe('events of the log', () => {
  it('are those that were put in, one by one, as columns, and by lanes', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const { events, all } = laidOut(given);
        expect(all).toHaveLength(events.length);
        const found = [...all].map(({ lane, uid, offset, time, digest, message }) => ({
          ...{ lane, uid, offset, time, digest, text: message.toString() },
        }));
        expect(found).toEqual(
          events.map(({ lane, event: { offset, time, digest }, uid, text }) => ({
            ...{ lane, uid, offset, time, digest, text: text.toString() },
          })),
        );
        const texts = events.map(({ text }) => text);
        expect([...all.sizes.subarray(0, all.length)]).toEqual(texts.map(({ length }) => length));
        expect([...all.times.subarray(0, all.length)]).toEqual(events.map(({ event }) => event.time));
        const digests = all.allRuns().flatMap((run) => [...all.digestsOf(run)]);
        expect(digests).toEqual(events.map(({ event }) => event.digest));
        const stretches = [...all.stretches()];
        expect(Buffer.concat(stretches.map(({ bytes }) => bytes))).toEqual(Buffer.concat(texts));
        expect(stretches.reduce((sum, one) => sum + one.texts, 0)).toBe(events.length);
        expect(all.bytes).toBe(Buffer.concat(texts).length);
        const last = new Map(events.map(({ lane, event }) => [lane, event.offset]));
        expect(all.lastOffsets()).toEqual(last);
        for (const lane of lanes) expect(all.has(lane)).toBe(last.has(lane));
        expect([all.lane, all.firstOffset]).toEqual([events[0]?.lane, events[0]?.event.offset]);
      }),
    );
  });

  it('have the receipts that they would have one by one', () => {
    const inOrder = (uids: Buffer) => [...unpackUids(uids)].sort();
    fc.assert(
      fc.property(steps, (given) => {
        const { all } = laidOut(given);
        const receipts = [all, [...all]].map((accepted) =>
          receiptsOf([{ accepted, rejected: [], resend: false, requestId: 'r' }]).map((receipt) => ({
            ...receipt,
            uids: inOrder(receipt.uids),
          })),
        );
        expect(receipts[0]).toEqual(receipts[1]);
      }),
    );
  });

  it('are cut as they are where a sink takes them so', () => {
    const limits = { maxBatchBytes: 1e6, maxBatchEvents: 1e4, eventOverheadBytes: 26 };
    const further = { maxMessageBytes: 1e5, maxSpanMs: 1e13, maxAgeMs: 1e13, maxAheadMs: 1e13 };
    const { all } = laidOut([{ uid: 'a', lane: 0, time: 1, padding: 1, place: 'next' }]);
    expect(cutBatches(all, { ...limits, ...further }, 2)[0]?.events).toBe(all);
  });

  it('keep the memory of their messages until they are released, all at once', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const { all, slabs, events } = laidOut(given);
        for (const slab of slabs) slab.close();
        const used = slabs.filter((slab) => events.some(({ event }) => event.memory === slab));
        for (const slab of used) expect(() => slab.held).not.toThrow();
        all.release();
        for (const slab of used) expect(() => slab.held).toThrow('given back');
      }),
    );
  });
});

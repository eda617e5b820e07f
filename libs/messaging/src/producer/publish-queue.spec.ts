import fc from 'fast-check';
import { sizeOf, type OutgoingRecord } from '../records';
import { takeSending, type Handover } from './publish-queue';

const limits = { maxRecords: 5, maxBytes: 1_000 };
const handover = (pending: OutgoingRecord[], deadline = 1): Handover => ({
  ...{ pending, deadline },
  ...{ resolve: () => undefined, reject: () => undefined },
});
const record = fc.nat(1_500).map((size): OutgoingRecord => ({ key: null, value: Buffer.alloc(size) }));

describe('what is sent in one go', () => {
  it('is everything, in order, within the limits, and ends each handover once', () => {
    fc.assert(
      fc.property(fc.array(fc.array(record, { minLength: 1, maxLength: 9 }), { maxLength: 6 }), (handovers) => {
        const queue = handovers.map((records) => handover(records));
        const ended: Handover[] = [];
        const sent: OutgoingRecord[] = [];
        const all = [...queue];
        for (let next = takeSending(queue, limits); next !== undefined; next = takeSending(queue, limits)) {
          const bytes = next.records.reduce((sum, one) => sum + sizeOf(one), 0);
          expect(next.records.length).toBeLessThanOrEqual(limits.maxRecords);
          if (next.records.length > 1) expect(bytes).toBeLessThanOrEqual(limits.maxBytes);
          ended.push(...next.parts.filter(({ last }) => last).map((part) => part.handover));
          sent.push(...next.records);
        }
        expect(sent).toEqual(handovers.flat());
        expect(ended).toEqual(all);
      }),
    );
  });

  it('has the earliest deadline of those whose records it has', () => {
    const one: OutgoingRecord = { key: null, value: 'a' };
    expect(takeSending([handover([one], 7), handover([one], 3)], limits)?.deadline).toBe(3);
  });
});
